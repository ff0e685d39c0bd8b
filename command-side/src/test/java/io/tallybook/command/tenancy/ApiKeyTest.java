package io.tallybook.command.tenancy;

import static io.tallybook.command.Some.API_KEY;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Spec;
import io.tallybook.command.uniqueness.InMemoryUniqueness;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.KeyTerms;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final ApiKeyEvent.Issued ISSUED =
            new ApiKeyEvent.Issued(API_KEY, SCOPE, "first", HASH, "a1b2", KeyTerms.OWNER);

    private final Spec<ApiKey> key = Spec.of(ApiKey.class);

    private static ApiKeyCommand.Issue issue(Scope scope, String name, String hash, String hint) {
        return new ApiKeyCommand.Issue(API_KEY, scope, NOW, name, hash, hint);
    }

    @Test
    void aKeyIsLetInByItsHash() {
        key.when(issue(SCOPE, "first", HASH, "a1b2")).happens(API_KEY, ISSUED);
    }

    @Test
    void theSameKeyAgainIsDoneAlready() {
        key.given(ISSUED).when(issue(SCOPE, "first", HASH, "a1b2")).nothingHappens(API_KEY);
    }

    @Test
    void anotherKeyUnderTheSameIdIsAConflict() {
        key.given(ISSUED).when(issue(SCOPE, "second", HASH, "a1b2")).isRefused(Reason.CONFLICT);
    }

    @Test
    void aKeyOfAnotherScopeIsNotThere() {
        key.given(ISSUED).when(issue(OTHER_SCOPE, "first", HASH, "a1b2")).isNotFound();
    }

    @Test
    void theKeyItselfIsNoHash() {
        key.when(issue(SCOPE, "first", "sk_secret", "a1b2")).isRefusedFor("sha256");
    }

    @Test
    void theHintMayNotGiveTheKeyAway() {
        key.when(issue(SCOPE, "first", HASH, "a1b2c3")).isRefusedFor("hint");
    }

    @Test
    void aKeyHasAName() {
        key.when(issue(SCOPE, "", HASH, "a1b2")).isRefusedFor("name");
    }

    @Test
    void oneKeyOpensOneEnvironmentInTheWholeInstallation() {
        InMemoryUniqueness uniqueness = new InMemoryUniqueness();
        ApiKeyId other = ApiKeyId.of(ulid("another"));
        ApiKeyCommand.Issue elsewhere =
                new ApiKeyCommand.Issue(other, OTHER_SCOPE, NOW, "x", HASH, "a1b2");
        assertThat(
                        uniqueness.claim(
                                ApiKeyDecider.unique(issue(SCOPE, "first", HASH, "a1b2"))
                                        .orElseThrow()))
                .isTrue();
        assertThat(uniqueness.claim(ApiKeyDecider.unique(elsewhere).orElseThrow())).isFalse();
    }

    private static final KeyTerms LIMITED =
            new KeyTerms("private_key", null, NOW.plusSeconds(60), 7);
    private static final ApiKeyEvent.Revoked REVOKED = new ApiKeyEvent.Revoked(API_KEY);

    private static ApiKeyCommand.SetTerms terms(Scope scope, KeyTerms terms) {
        return new ApiKeyCommand.SetTerms(API_KEY, scope, NOW, terms);
    }

    @Test
    void aKeyFromBeforeThereWereTermsIsTheOwners() {
        var old = new ApiKeyEvent.Issued(API_KEY, SCOPE, "first", HASH, "a1b2", null);
        key.given(old).when(issue(SCOPE, "first", HASH, "a1b2")).nothingHappens(API_KEY);
        key.given(old).when(terms(SCOPE, KeyTerms.OWNER)).nothingHappens(API_KEY);
    }

    @Test
    void theTermsOfAKeyChangeAndWhoseItIsStays() {
        ApiKeyEvent.TermsSet set = new ApiKeyEvent.TermsSet(API_KEY, LIMITED);
        key.given(ISSUED).when(terms(SCOPE, LIMITED)).happens(API_KEY, set);
        key.given(ISSUED, set).when(terms(SCOPE, LIMITED)).nothingHappens(API_KEY);
        key.given(ISSUED).when(terms(OTHER_SCOPE, LIMITED)).isNotFound();
        key.given(ISSUED)
                .when(terms(SCOPE, new KeyTerms("private_key", UserId.of(ulid("u")), null, null)))
                .isRefusedFor("user_id");
        key.given(ISSUED)
                .when(terms(SCOPE, new KeyTerms("skeleton", null, null, null)))
                .isRefusedFor("type");
        key.given(ISSUED)
                .when(terms(SCOPE, new KeyTerms("private_key", null, null, 0)))
                .isRefusedFor("requests_per_minute");
    }

    @Test
    void aWithdrawnKeyStaysWithdrawn() {
        var revoke = new ApiKeyCommand.Revoke(API_KEY, SCOPE, NOW);
        var elsewhere = new ApiKeyCommand.Revoke(API_KEY, OTHER_SCOPE, NOW);
        key.given(ISSUED).when(revoke).happens(API_KEY, REVOKED);
        key.given(ISSUED, REVOKED).when(revoke).nothingHappens(API_KEY);
        key.given(ISSUED).when(elsewhere).isNotFound();
        key.given(ISSUED, REVOKED).when(elsewhere).isNotFound();
        key.given(ISSUED, REVOKED)
                .when(terms(SCOPE, LIMITED))
                .isRefused(Reason.INVALID_OPERATION, "withdrawn");
        key.given(ISSUED, REVOKED)
                .when(issue(SCOPE, "first", HASH, "a1b2"))
                .isRefused(Reason.INVALID_OPERATION, "withdrawn");
    }
}
