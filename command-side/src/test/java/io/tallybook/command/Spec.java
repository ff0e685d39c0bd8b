package io.tallybook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.customer.InMemoryHierarchy;
import io.tallybook.command.discount.InMemoryRedemptions;
import io.tallybook.command.sealing.InMemoryCustomerKeys;
import io.tallybook.command.subscription.InMemoryKinship;
import io.tallybook.command.uniqueness.InMemoryNumberSeries;
import io.tallybook.command.uniqueness.InMemoryReferences;
import io.tallybook.command.uniqueness.InMemorySubscribers;
import io.tallybook.command.uniqueness.InMemoryUniqueness;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.EntityId;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.Rejection.Reason;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.hamcrest.CustomTypeSafeMatcher;

/**
 * Given these events, when this command, then that: one rule of an aggregate, through its shell.
 */
public final class Spec<A> {
    private final Class<A> aggregate;
    private final InMemoryUniqueness uniqueness = new InMemoryUniqueness();
    private final InMemoryCustomerKeys keys = new InMemoryCustomerKeys(uniqueness);
    private final InMemoryHierarchy hierarchy = new InMemoryHierarchy();
    private final InMemoryKinship kinship = new InMemoryKinship();
    private final InMemoryNumberSeries numbers = new InMemoryNumberSeries();
    private final InMemoryReferences references = new InMemoryReferences();
    private final InMemoryRedemptions redemptions = new InMemoryRedemptions();
    private final InMemorySubscribers subscribers = new InMemorySubscribers();
    private List<Object> given = List.of();

    private Spec(Class<A> aggregate) {
        this.aggregate = aggregate;
    }

    public static <A> Spec<A> of(Class<A> aggregate) {
        return new Spec<>(aggregate);
    }

    /** Who refers to what, of all that is asked of this. */
    public References references() {
        return references;
    }

    public Spec<A> given(Object... events) {
        given = List.of(events);
        return this;
    }

    /**
     * To an aggregate of its own; what is taken and which numbers were given stays for the next.
     */
    public Then when(Object command) {
        AggregateTestFixture<A> fixture = new AggregateTestFixture<>(aggregate);
        fixture.registerInjectableResource(uniqueness);
        fixture.registerInjectableResource(numbers);
        fixture.registerInjectableResource(references);
        fixture.registerInjectableResource(redemptions);
        fixture.registerInjectableResource(subscribers);
        fixture.registerInjectableResource(keys);
        fixture.registerInjectableResource(hierarchy);
        fixture.registerInjectableResource(kinship);
        fixture.registerInjectableResource(fixture.getEventStore());
        ResultValidator<A> result =
                given.isEmpty()
                        ? fixture.givenNoPriorActivity().when(command)
                        : fixture.given(given).when(command);
        return new Then(result);
    }

    /** What came of it. */
    public final class Then {
        private final ResultValidator<A> result;

        private Then(ResultValidator<A> result) {
            this.result = result;
        }

        public void happens(EntityId id, Object... events) {
            result.expectSuccessfulHandlerExecution()
                    .expectEvents(events)
                    .expectResultMessagePayload(
                            new Receipt(id.value(), given.size() + events.length - 1L));
        }

        public void nothingHappens(EntityId id) {
            result.expectSuccessfulHandlerExecution()
                    .expectNoEvents()
                    .expectResultMessagePayload(new Receipt(id.value(), given.size() - 1L));
        }

        public void isRefused(Reason reason, String... mentions) {
            List<String> expected = new ArrayList<>(List.of(mentions));
            result.expectNoEvents()
                    .expectException(CommandExecutionException.class)
                    .expectExceptionDetails(
                            new CustomTypeSafeMatcher<Rejection>(
                                    "a rejection " + reason + " that mentions " + expected) {
                                @Override
                                protected boolean matchesSafely(Rejection rejection) {
                                    return rejection.reason() == reason
                                            && expected.stream()
                                                    .allMatch(rejection.message()::contains);
                                }
                            });
        }

        /** A field is named, with what was sent and what was expected. */
        public void isRefusedFor(String field, String... mentions) {
            isRefused(Reason.VALIDATION, mentions);
            result.expectExceptionDetails(
                    new CustomTypeSafeMatcher<Rejection>("a rejection of " + field) {
                        @Override
                        protected boolean matchesSafely(Rejection rejection) {
                            assertThat(rejection.facts())
                                    .containsEntry("field", field)
                                    .containsKeys("sent", "expected");
                            return true;
                        }
                    });
        }

        public void isNotFound() {
            isRefused(Reason.NOT_FOUND);
        }

        /** The aggregate has no events at all: the bus's interceptor tells the caller so. */
        public void doesNotExist() {
            result.expectNoEvents().expectException(AggregateNotFoundException.class);
        }

        public void breaks(String invariant) {
            result.expectNoEvents()
                    .expectException(InvariantViolated.class)
                    .expectExceptionMessage(
                            new CustomTypeSafeMatcher<String>("invariant " + invariant) {
                                @Override
                                protected boolean matchesSafely(String message) {
                                    return message.startsWith("invariant " + invariant + " ");
                                }
                            });
        }
    }
}
