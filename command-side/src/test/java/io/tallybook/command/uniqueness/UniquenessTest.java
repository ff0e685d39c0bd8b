package io.tallybook.command.uniqueness;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Database;
import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of uniqueness, wherever it is kept. */
class UniquenessTest {
    static Stream<Uniqueness> everyKind() {
        return Stream.of(new InMemoryUniqueness(), new JdbcUniqueness(Database.fresh()));
    }

    private static Claim claim(Scope scope, String value, String owner) {
        return Claim.in(scope, "customer.external_id", "external_id", value, customer(owner));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aValueHasOneOwner(Uniqueness uniqueness) {
        assertThat(uniqueness.claim(claim(SCOPE, "acme", "first"))).isTrue();
        assertThat(uniqueness.claim(claim(SCOPE, "acme", "second"))).isFalse();
        assertThat(uniqueness.owner(claim(SCOPE, "acme", "second")))
                .isEqualTo(customer("first").value());
        assertThat(uniqueness.claim(claim(SCOPE, "other", "second"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void itsOwnerMayClaimItAgain(Uniqueness uniqueness) {
        assertThat(uniqueness.claim(claim(SCOPE, "acme", "first"))).isTrue();
        assertThat(uniqueness.claim(claim(SCOPE, "acme", "first"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void anotherEnvironmentAndAnotherKindAreAnotherMatter(Uniqueness uniqueness) {
        assertThat(uniqueness.claim(claim(SCOPE, "acme", "first"))).isTrue();
        assertThat(uniqueness.claim(claim(OTHER_SCOPE, "acme", "second"))).isTrue();
        assertThat(uniqueness.claim(Claim.in(SCOPE, "other", "x", "acme", customer("second"))))
                .isTrue();
        assertThat(
                        uniqueness.claim(
                                Claim.everywhere(
                                        "customer.external_id", "x", "acme", customer("second"))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void onlyWhatWouldHappenNeedsItsValue(Uniqueness uniqueness) {
        Optional<Claim> first = Optional.of(claim(SCOPE, "acme", "first"));
        Optional<Claim> second = Optional.of(claim(SCOPE, "acme", "second"));
        Decision<String> refused = Decision.refused(Rejection.conflict("x"));
        assertThat(uniqueness.secure(refused, first)).isEqualTo(refused);
        assertThat(uniqueness.secure(Decision.<String>alreadyDone(), first))
                .isEqualTo(Decision.alreadyDone());
        assertThat(uniqueness.secure(Decision.accepted("made"), second))
                .isEqualTo(Decision.accepted("made"));
        assertThat(uniqueness.secure(Decision.accepted("made"), first))
                .isEqualTo(Decision.refused(Rejection.taken("external_id", "acme")));
        assertThat(uniqueness.secure(Decision.accepted("made"), Optional.empty()))
                .isEqualTo(Decision.accepted("made"));
    }
}
