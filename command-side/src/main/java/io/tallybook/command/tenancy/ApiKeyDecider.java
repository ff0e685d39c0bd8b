package io.tallybook.command.tenancy;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyEvent;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be done with an API key: it opens one environment of one tenant, and no other. */
final class ApiKeyDecider {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int HINT_MAX = 4;

    private ApiKeyDecider() {}

    static Decision<ApiKeyEvent.Issued> issue(ApiKeyState state, ApiKeyCommand.Issue c) {
        ApiKeyEvent.Issued issued =
                new ApiKeyEvent.Issued(c.apiKeyId(), c.scope(), c.name(), c.sha256(), c.hint());
        return switch (state) {
            case ApiKeyState.Absent() -> Decision.unless(broken(c), issued);
            case ApiKeyState.Issued(var before) ->
                    Decision.repeated(
                            "api key", c.apiKeyId(), before.scope(), c.scope(), before, issued);
        };
    }

    /** One key must not open two environments: unique in the whole installation. */
    static Optional<Claim> unique(ApiKeyCommand.Issue c) {
        return Optional.of(Claim.everywhere("api_key.sha256", "sha256", c.sha256(), c.apiKeyId()));
    }

    private static Optional<Rejection> broken(ApiKeyCommand.Issue c) {
        return Rules.begin()
                .name("name", c.name())
                .that(
                        SHA_256.matcher(c.sha256()).matches(),
                        "sha256",
                        c.sha256().length() + " characters",
                        "64 lower-case hexadecimal digits")
                .name("hint", c.hint())
                .that(
                        c.hint().length() <= HINT_MAX,
                        "hint",
                        c.hint().length() + " characters",
                        "at most " + HINT_MAX + ", lest it give the key away")
                .broken();
    }
}
