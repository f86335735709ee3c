package dev.ferry.api;

import java.util.List;
import java.util.Objects;

/**
 * A device that certain files may be meant for.
 *
 * @param device  which
 * @param score   how well it fits, above 0.3 and at most 1, in hundredths
 * @param reasons why, in words for a person, the weightiest first; never empty
 */
public record SuggestedTarget(DeviceView device, double score, List<String> reasons) {
    public SuggestedTarget {
        Objects.requireNonNull(device, "device");
        reasons = List.copyOf(reasons);
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("A score is between 0 and 1, not " + score);
        }
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("A suggestion has a reason");
        }
    }
}
