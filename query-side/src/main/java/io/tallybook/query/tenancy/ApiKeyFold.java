package io.tallybook.query.tenancy;

import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of an API key. */
public final class ApiKeyFold implements Fold<ApiKeyView, ApiKeyEvent> {
    @Override
    public ApiKeyView on(@Nullable ApiKeyView current, ApiKeyEvent event, Recorded info) {
        return switch (event) {
            case ApiKeyEvent.Issued e ->
                    new ApiKeyView(
                            e.apiKeyId(),
                            e.scope(),
                            e.name(),
                            e.sha256(),
                            e.hint(),
                            info.firstStamp());
        };
    }
}
