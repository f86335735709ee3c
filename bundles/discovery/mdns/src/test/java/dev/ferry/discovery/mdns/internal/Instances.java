package dev.ferry.discovery.mdns.internal;

import java.util.random.RandomGenerator;

/** Names of one test alone: the loopback interface is everybody's. */
final class Instances {
    private Instances() { }

    static String random() {
        return "t" + Long.toString(RandomGenerator.getDefault().nextLong(1L << 60, Long.MAX_VALUE), 36);
    }
}
