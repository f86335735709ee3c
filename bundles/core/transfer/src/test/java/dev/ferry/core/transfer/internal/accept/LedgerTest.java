package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.Range;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(6);

    @Test
    void neighboursShareAReceipt() {
        for (int i : new int[] {0, 1, 2, 4}) {
            ledger.durable(i);
        }
        assertThat(ledger.takeUnsent(10)).containsExactly(range(0, 3), range(4, 1));
        assertThat(ledger.takeUnsent(10)).isEmpty();
    }

    @Test
    void receiptsAreTakenInPortions() {
        ledger.durable(0);
        ledger.durable(2);
        ledger.durable(4);
        assertThat(ledger.takeUnsent(2)).containsExactly(range(0, 1), range(2, 1));
        assertThat(ledger.takeUnsent(2)).containsExactly(range(4, 1));
    }

    @Test
    void aNewConnectionHearsEverythingAgain() {
        ledger.durable(3);
        ledger.durable(0);
        ledger.durable(1);
        ledger.takeUnsent(10);
        ledger.unsend();
        assertThat(ledger.takeUnsent(10)).containsExactly(range(0, 2), range(3, 1));
    }

    @Test
    void itIsCompleteWhenEveryEntryIsSettledOneWayOrTheOther() {
        for (int i = 0; i < 5; i++) {
            assertThat(ledger.durable(i)).isFalse();
        }
        assertThat(ledger.failed(5, EntryFault.EXISTS)).isTrue();
        assertThat(ledger.durableCount()).isEqualTo(5);
        assertThat(ledger.faults()).containsEntry(5, EntryFault.EXISTS);
    }

    private static Range range(long first, long count) {
        return Range.newBuilder().setFirst(first).setCount(count).build();
    }
}
