package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.util.Map;

/** A setting; one that was taken back has the status of what is deleted. */
public record SettingView(
        SettingId id, Scope scope, String key, Map<String, String> value, Stamp stamp)
        implements View {
    public SettingView {
        value = Map.copyOf(value);
    }
}
