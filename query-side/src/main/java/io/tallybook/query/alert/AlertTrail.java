package io.tallybook.query.alert;

import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertView;
import java.util.List;

/**
 * An alert, and the lines of its log since it was loaded.
 *
 * @param alert how it stands
 */
record AlertTrail(AlertView alert, List<AlertLogView> fresh) {
    AlertTrail {
        fresh = List.copyOf(fresh);
    }
}
