package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import java.time.Instant;

/**
 * A duty and its moment.
 *
 * @param dueAt the moment at which it takes effect, however late it is performed
 * @param attempts how often it was tried in vain
 */
public record DueItem(Scope scope, Instant dueAt, Duty duty, int attempts) {
    @Override
    public String toString() {
        return duty.kind() + " " + duty.subject() + " #" + duty.index() + " due at " + dueAt;
    }
}
