package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import java.util.ArrayList;
import java.util.List;

/** Keeps the contract, announces to nobody, and shows a test what it would announce. */
public final class RecordingAdvertiser implements Advertiser {
    private final List<Advertisement> announced = new ArrayList<>();
    private final List<Advertisement> open = new ArrayList<>();

    @Override
    public synchronized Registration advertise(Advertisement advertisement) {
        announced.add(advertisement);
        open.add(advertisement);
        notifyAll();
        return () -> withdraw(advertisement);
    }

    private synchronized void withdraw(Advertisement advertisement) {
        open.removeIf(other -> other == advertisement);
        notifyAll();
    }

    /** What is announced now, oldest first. */
    public synchronized List<Advertisement> open() {
        return List.copyOf(open);
    }

    /** All that ever was, oldest first. */
    public synchronized List<Advertisement> announced() {
        return List.copyOf(announced);
    }
}
