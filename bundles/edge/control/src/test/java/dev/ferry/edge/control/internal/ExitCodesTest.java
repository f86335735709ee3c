package dev.ferry.edge.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Problem;
import dev.ferry.model.Problem.TimeoutError.Timer;
import dev.ferry.model.Problem.TransferRejected.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
    private static final Map<Problem, Integer> CODES = new LinkedHashMap<>();

    static {
        CODES.put(new Problem.RelationshipError("d", ""), 5);
        CODES.put(new Problem.MissingPart("b", ""), 4);
        CODES.put(new Problem.FileAccessDenied("p", ""), 5);
        CODES.put(new Problem.TransferRejected(Reason.DECLINED, ""), 20);
        CODES.put(new Problem.TransferRejected(Reason.CONSENT_TIMEOUT, ""), 20);
        CODES.put(new Problem.TransferRejected(Reason.POLICY, ""), 24);
        CODES.put(new Problem.NetworkError(true, ""), 28);
        CODES.put(new Problem.NetworkError(false, ""), 21);
        CODES.put(new Problem.NotFound("w", ""), 21);
        CODES.put(new Problem.Ambiguous("w", List.of(), ""), 2);
        CODES.put(new Problem.WrongCode(""), 22);
        CODES.put(new Problem.IdentityChanged("d", ""), 23);
        CODES.put(new Problem.EncryptionError(""), 25);
        CODES.put(new Problem.IntegrityError("f", 0, 1, ""), 25);
        CODES.put(new Problem.TimeoutError(Timer.TOTAL, Duration.ZERO, ""), 27);
        CODES.put(new Problem.TimeoutError(Timer.CONSENT, Duration.ZERO, ""), 20);
        CODES.put(new Problem.InsufficientStorage(1, 0, ""), 26);
        CODES.put(new Problem.DeviceBlocked("d", "r", ""), 24);
        CODES.put(new Problem.PolicyRefused("r", ""), 24);
        CODES.put(new Problem.NoSuitableTargets(List.of(), ""), 21);
        CODES.put(new Problem.SourceChanged("f", ""), 10);
        CODES.put(new Problem.DestinationConflict("f", ""), 13);
        CODES.put(new Problem.BadRequest(""), 2);
        CODES.put(new Problem.BadConfiguration("k", ""), 4);
        CODES.put(new Problem.InputNeeded(""), 12);
        CODES.put(new Problem.ProtocolError(""), 25);
        CODES.put(new Problem.Cancelled(true, ""), 20);
        CODES.put(new Problem.Cancelled(false, ""), 130);
        CODES.put(new Problem.InternalError(""), 1);
    }

    @Test
    void each_problem_has_its_exit_code() {
        assertThat(CODES).allSatisfy((problem, exit) -> assertThat(ExitCodes.of(problem)).as(problem.toString()).isEqualTo(exit));
    }

    @Test
    void no_problem_is_left_to_chance() {
        assertThat(CODES.keySet()).extracting(problem -> (Object) problem.getClass()).containsAll(Arrays.asList((Object[]) Problem.class.getPermittedSubclasses()));
    }

    @Test
    void several_targets_have_one_exit_code() {
        assertThat(SendVerb.together(List.of(0, 0))).isZero();
        assertThat(SendVerb.together(List.of(0, 20))).isEqualTo(10);
        assertThat(SendVerb.together(List.of(21, 20))).isEqualTo(21);
        assertThat(SendVerb.together(List.of(20, 28, 21))).isEqualTo(28);
        assertThat(SendVerb.together(List.of(0, 11))).isZero();
        assertThat(SendVerb.together(List.of(11, 11))).isEqualTo(11);
        assertThat(SendVerb.together(List.of(11, 21))).isEqualTo(10);
        assertThat(SendVerb.together(List.of(10, 21))).isEqualTo(10);
        assertThat(SendVerb.together(List.of(20, 20))).isEqualTo(20);
    }
}
