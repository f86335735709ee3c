package dev.ferry.core.store.internal;

import dev.ferry.core.runtime.Home;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The database as a service. Immediate, so that there is no such service where the database cannot be opened. */
@Component(immediate = true)
public final class StoreComponent implements Store {
    private final Database database;

    /** @throws FerryException another process has this home, or its folder cannot be used */
    @Activate
    public StoreComponent(@Reference Home home) throws FerryException {
        database = home.guest() ? Database.inMemory() : HomeDatabase.open(home.state(), System::nanoTime);
    }

    @Override
    public Records records(String name) {
        return database.records(name);
    }

    @Override
    public void commit() throws FerryException {
        database.commit();
    }

    @Deactivate
    void deactivate() {
        database.close();
    }
}
