package io.tallybook.command.tenancy;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.KeyTerms;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be done with an API key: it opens one environment of one tenant, and no other. */
final class ApiKeyDecider {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int HINT_MAX = 4;
    private static final String KIND = "api key";
    private static final List<String> TYPES = List.of("private_key", "publishable_key");

    private ApiKeyDecider() {}

    static Decision<ApiKeyEvent.Issued> issue(ApiKeyState state, ApiKeyCommand.Issue c) {
        ApiKeyEvent.Issued issued = issued(c, c.terms());
        return switch (state) {
            case ApiKeyState.Absent() -> Decision.unless(broken(c), issued);
            case ApiKeyState.Issued(var before, var _) ->
                    Decision.repeated(
                            KIND,
                            c.apiKeyId(),
                            before.scope(),
                            c.scope(),
                            before,
                            // Of a key from before there were terms, no terms are the owner's.
                            before.terms() == null && c.terms().equals(KeyTerms.OWNER)
                                    ? issued(c, null)
                                    : issued);
            case ApiKeyState.Revoked(var before) -> withdrawn(before, c);
        };
    }

    private static ApiKeyEvent.Issued issued(ApiKeyCommand.Issue c, @Nullable KeyTerms terms) {
        return new ApiKeyEvent.Issued(
                c.apiKeyId(), c.scope(), c.name(), c.sha256(), c.hint(), terms);
    }

    static Decision<ApiKeyEvent.TermsSet> setTerms(ApiKeyState state, ApiKeyCommand.SetTerms c) {
        return switch (state) {
            case ApiKeyState.Absent() -> Decision.notFound(KIND, c.apiKeyId());
            case ApiKeyState.Revoked(var before) -> withdrawn(before, c);
            case ApiKeyState.Issued(var before, var terms) -> {
                if (!before.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.apiKeyId());
                }
                if (terms.equals(c.terms())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        Rules.begin()
                                .that(
                                        Objects.equals(terms.userId(), c.terms().userId()),
                                        "user_id",
                                        String.valueOf(c.terms().userId()),
                                        terms.userId() + ", whose key it is")
                                .and(broken(c.terms()))
                                .broken(),
                        new ApiKeyEvent.TermsSet(c.apiKeyId(), c.terms()));
            }
        };
    }

    static Decision<ApiKeyEvent.Revoked> revoke(ApiKeyState state, ApiKeyCommand.Revoke c) {
        return switch (state) {
            case ApiKeyState.Absent() -> Decision.notFound(KIND, c.apiKeyId());
            case ApiKeyState.Revoked(var before) ->
                    before.scope().equals(c.scope())
                            ? Decision.alreadyDone()
                            : withdrawn(before, c);
            case ApiKeyState.Issued(var before, var _) ->
                    before.scope().equals(c.scope())
                            ? Decision.accepted(new ApiKeyEvent.Revoked(c.apiKeyId()))
                            : Decision.notFound(KIND, c.apiKeyId());
        };
    }

    private static <E> Decision<E> withdrawn(ApiKeyEvent.Issued before, ApiKeyCommand c) {
        return before.scope().equals(c.scope())
                ? Decision.refused(
                        Rejection.invalidOperation(
                                "API key '" + c.apiKeyId() + "' was withdrawn: it stays so"))
                : Decision.notFound(KIND, c.apiKeyId());
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
                .and(broken(c.terms()))
                .broken();
    }

    private static Optional<Rejection> broken(KeyTerms terms) {
        Integer requests = terms.requestsPerMinute();
        return Rules.begin()
                .that(
                        TYPES.contains(terms.type()),
                        "type",
                        terms.type(),
                        "one of " + String.join(", ", TYPES))
                .moment("expires_at", terms.expiresAt())
                .that(
                        requests == null || requests > 0,
                        "requests_per_minute",
                        String.valueOf(requests),
                        "at least 1")
                .broken();
    }
}
