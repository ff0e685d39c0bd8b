package io.tallybook.query.view;

import io.tallybook.core.ViewKind;
import java.util.Map;

/** Is told how far a view is stored. */
public interface ViewProgress {
    /** These entities are stored at least up to these events. */
    void committed(ViewKind kind, Map<String, Long> versions);

    /** The view was emptied; what was said before no longer holds. */
    void forget(ViewKind kind);
}
