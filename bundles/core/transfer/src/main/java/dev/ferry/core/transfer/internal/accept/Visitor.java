package dev.ferry.core.transfer.internal.accept;

import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who offers, on one connection.
 *
 * @param relationship as it is now; asked again for every decision
 * @param device       who, where that is known
 * @param context      how that was verified
 * @param name         how to call it, escaped
 * @param limitKey     what its prompts are counted under
 * @param words        four words to compare, where nothing else verifies
 * @param warnings     what a person must be told about it
 * @param route        why this route
 * @param facts        of the link
 * @param invitation   what was said here before the offer came
 */
public record Visitor(Supplier<DeviceRelationship> relationship, Optional<DeviceId> device, SecurityContext context, String name, String limitKey, List<String> words,
                      List<String> warnings, String route, LinkFacts facts, Optional<Invitation> invitation) {
}
