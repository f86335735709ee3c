package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.kept.PairRecords;
import dev.ferry.core.store.Store;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What paired devices said of themselves on their last link, so that they can be chosen by it while they show it to nobody. In the store's records {@code traits}, one for each device:
 * its kind or {@code -}, then the capabilities in common, separated by spaces. Any thread.
 */
final class Traits {
    private static final String NO_KIND = "-";

    /** @param common what both sides can do */
    record Said(Capabilities common, Optional<DeviceKind> kind) {
        static final Said NOTHING = new Said(Capabilities.NONE, Optional.empty());
    }

    private final PairRecords records;

    Traits(Store store) {
        this.records = new PairRecords(store, "traits", "What a paired device can do");
    }

    /** A record that makes no sense says nothing. */
    Said of(DeviceId device) {
        try {
            String text = records.of(device);
            return text.isEmpty() ? Said.NOTHING : read(text);
        } catch (IllegalArgumentException e) {
            return Said.NOTHING;
        }
    }

    private static Said read(String text) {
        List<String> words = List.of(text.split(" "));
        Optional<DeviceKind> kind = Optional.of(words.get(0)).filter(word -> !word.equals(NO_KIND)).map(DeviceKind::valueOf);
        return new Said(new Capabilities(Set.copyOf(words.subList(1, words.size()))), kind);
    }

    void said(DeviceId device, Said said) {
        StringBuilder text = new StringBuilder(said.kind().map(DeviceKind::name).orElse(NO_KIND));
        new TreeSet<>(said.common().names()).forEach(name -> text.append(' ').append(name));
        records.change(device, before -> text.toString());
    }

    void forget(DeviceId device) {
        records.forget(device);
    }
}
