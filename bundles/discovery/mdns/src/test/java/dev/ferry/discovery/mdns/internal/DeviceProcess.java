package dev.ferry.discovery.mdns.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A device of its own: one command a line on the standard input, one event a line on the standard output. Ends with its input. */
final class DeviceProcess {
    private DeviceProcess() { }

    public static void main(String[] none) throws IOException {
        ExecutorService io = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        MdnsDiscovery discovery = new MdnsDiscovery(MdnsSettings.of(new String[0], "auto"), io, timer, System::nanoTime);
        Registration announced = () -> { };
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "browse" -> discovery.browse(new Printing());
                case "announce" -> announced = discovery.advertise(new Advertisement(words[1], HexFormat.of().parseHex(words[2]),
                        List.of(new Route("tcp", "0.0.0.0:47900", Proximity.LAN))));
                case "withdraw" -> announced.close();
                default -> throw new IllegalArgumentException(line);
            }
        }
        discovery.close();
        System.exit(0); // as a launcher does: whoever waits for sockets to close is not waited for
    }

    private static void say(String... words) {
        System.out.println(String.join(" ", words));
    }

    private static final class Printing implements SightingSink {
        @Override
        public void sighted(Sighting sighting) {
            say("sighted", sighting.key(), HexFormat.of().formatHex(sighting.record().orElseThrow()),
                    String.join(",", sighting.routes().stream().map(Route::address).toList()));
        }

        @Override
        public void gone(String key) {
            say("gone", key);
        }

        @Override
        public void trouble(String sentence) {
            say("trouble", sentence);
        }

        @Override
        public void well() {
            say("well");
        }
    }
}
