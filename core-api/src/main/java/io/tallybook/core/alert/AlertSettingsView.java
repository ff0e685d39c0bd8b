package io.tallybook.core.alert;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** Alert settings. */
public record AlertSettingsView(
        AlertSettingsId id, Scope scope, AlertSettingsDocument settings, Stamp stamp)
        implements View {}
