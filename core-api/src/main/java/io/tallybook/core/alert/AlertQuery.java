package io.tallybook.core.alert;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import java.util.List;

/** What can be asked about alerts and their settings. */
public sealed interface AlertQuery {
    /** Settings by their id; answered with an optional {@link AlertSettingsView}. */
    record SettingsById(Scope scope, AlertSettingsId id) implements AlertQuery {}

    /**
     * Settings that fit; answered with {@link Settings}.
     *
     * <p>Fields: id, entity_status, entity_type, entity_id, parent_type, parent_id, mode,
     * created_at, updated_at.
     */
    record SearchSettings(Scope scope, SearchSpec spec) implements AlertQuery {}

    /** How these alerts stand, those that ever changed; answered with {@link Alerts}. */
    record ByIds(Scope scope, List<AlertId> ids) implements AlertQuery {
        public ByIds {
            ids = List.copyOf(ids);
        }
    }

    /** How the alerts of these things stand; answered with {@link Alerts}. */
    record OfEntities(Scope scope, List<String> entityIds) implements AlertQuery {
        public OfEntities {
            entityIds = List.copyOf(entityIds);
        }
    }

    /**
     * What was told; answered with {@link Log}.
     *
     * <p>Fields: id, alert_id, settings_id, type, level, entity_type, entity_id, customer_id,
     * created_at.
     */
    record SearchLog(Scope scope, SearchSpec spec) implements AlertQuery {}

    /** One page of settings. */
    record Settings(List<AlertSettingsView> items, long total) {
        public Settings {
            items = List.copyOf(items);
        }
    }

    /** Alerts. */
    record Alerts(List<AlertView> items) {
        public Alerts {
            items = List.copyOf(items);
        }
    }

    /** One page of the log, newest first unless asked otherwise. */
    record Log(List<AlertLogView> items, long total) {
        public Log {
            items = List.copyOf(items);
        }
    }
}
