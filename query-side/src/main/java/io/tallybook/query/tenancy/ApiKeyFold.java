package io.tallybook.query.tenancy;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Stamp;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.KeyTerms;
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
                            e.termsOrOwner(),
                            info.firstStamp());
            case ApiKeyEvent.TermsSet e -> {
                ApiKeyView before = Fold.begun(current, event);
                yield next(before, e.terms(), info.stampAfter(before.stamp()));
            }
            case ApiKeyEvent.Revoked _ -> {
                ApiKeyView before = Fold.begun(current, event);
                yield next(
                        before,
                        before.terms(),
                        info.stampAfter(before.stamp(), EntityStatus.DELETED));
            }
        };
    }

    private static ApiKeyView next(ApiKeyView before, KeyTerms terms, Stamp stamp) {
        return new ApiKeyView(
                before.id(),
                before.scope(),
                before.name(),
                before.sha256(),
                before.hint(),
                terms,
                stamp);
    }
}
