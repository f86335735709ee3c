package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareContext;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.Proximity;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** In what circumstances something is sent: what the person said of them, to whom it goes, and how much it is at least. */
final class Surroundings {
    /** Looking at more costs a share of small files more than it could gain; a folder of large ones is much before. */
    private static final int MOST_FILES = 256;

    private Surroundings() { }

    static ShareContext of(Arguments arguments, List<ShareRequest.Item> items, ShareTarget target, Services services) {
        Optional<DeviceView> device = services.find(DeviceService.class).flatMap(devices -> known(devices, target));
        Optional<Proximity> nearest = device.flatMap(view -> view.routes().stream().findFirst()).map(seen -> seen.route().proximity());
        return new ShareContext(device.map(DeviceView::relationship), nearest, bytes(items), arguments.flag("metered"), arguments.flag("lowBattery"));
    }

    /** A code, a ticket or an address is nobody yet, and is not looked up for this. */
    private static Optional<DeviceView> known(DeviceService devices, ShareTarget target) {
        if (!(target instanceof ShareTarget.DeviceIdentifier named) || named.text().contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(devices.resolve(target));
        } catch (FerryException e) {
            // Whoever shares with it says so.
            return Optional.empty();
        }
    }

    /** What cannot be looked at counts nothing; that it cannot be sent is said by who sends it. */
    private static OptionalLong bytes(List<ShareRequest.Item> items) {
        Adding adding = new Adding();
        try {
            for (ShareRequest.Item item : items) {
                Files.walkFileTree(item.path(), adding);
            }
        } catch (IOException e) {
            return OptionalLong.of(adding.bytes);
        }
        return OptionalLong.of(adding.bytes);
    }

    private static final class Adding extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return ++files >= MOST_FILES || bytes >= ShareOptions.LARGE ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
