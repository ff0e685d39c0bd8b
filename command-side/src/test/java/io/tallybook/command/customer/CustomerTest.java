package io.tallybook.command.customer;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.customer;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.PersonalData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CustomerTest {
    private static final Map<String, String> NONE = Map.of();

    private final Spec<Customer> customer = Spec.of(Customer.class);

    private static PersonalData person(String name, @Nullable String email) {
        return new PersonalData(name, email, null, null, null, null, null, null, null);
    }

    private static CustomerCommand.Create create(String externalId, String name, String timezone) {
        return create(CUSTOMER, SCOPE, externalId, person(name, "ada@example.com"), timezone, NONE);
    }

    private static CustomerCommand.Create create(
            CustomerId id,
            Scope scope,
            String externalId,
            PersonalData person,
            String timezone,
            Map<String, String> metadata) {
        return new CustomerCommand.Create(id, scope, NOW, externalId, person, timezone, metadata);
    }

    private static CustomerCommand.Update update(Scope scope, String name, String timezone) {
        return new CustomerCommand.Update(CUSTOMER, scope, NOW, person(name, null), timezone, NONE);
    }

    private static CustomerEvent.Created created(String timezone) {
        return new CustomerEvent.Created(
                CUSTOMER, SCOPE, "acme", person("Ada", "ada@example.com"), timezone, NONE);
    }

    @Test
    void aCustomerIsMade() {
        customer.when(create("acme", "Ada", "Europe/Berlin"))
                .happens(CUSTOMER, created("Europe/Berlin"));
    }

    @Test
    void anAbbreviatedZoneIsKeptByItsFullName() {
        customer.when(create("acme", "Ada", "IST")).happens(CUSTOMER, created("Asia/Kolkata"));
    }

    @Test
    void theSameCreationAgainIsDoneAlready() {
        customer.given(created("Asia/Kolkata"))
                .when(create("acme", "Ada", "IST"))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void theSameCreationAgainIsDoneAlreadyAlsoAfterAChange() {
        customer.given(
                        created("UTC"),
                        new CustomerEvent.Updated(CUSTOMER, person("Eve", null), "UTC", NONE))
                .when(create("acme", "Ada", "UTC"))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void anotherCreationUnderTheSameIdIsAConflict() {
        customer.given(created("UTC"))
                .when(create("acme", "Eve", "UTC"))
                .isRefused(Reason.CONFLICT, CUSTOMER.value());
    }

    @Test
    void anExternalIdBelongsToOneCustomerOfAnEnvironment() {
        Spec<Customer> twice = Spec.of(Customer.class);
        twice.when(create("acme", "Ada", "UTC")).happens(CUSTOMER, created("UTC"));
        twice.when(create(customer("second"), SCOPE, "acme", person("Eve", null), "UTC", NONE))
                .isRefused(Reason.ALREADY_EXISTS, "external_id", "acme");
    }

    @Test
    void anExternalIdIsFreeInAnotherEnvironment() {
        Spec<Customer> twice = Spec.of(Customer.class);
        twice.when(create("acme", "Ada", "UTC")).happens(CUSTOMER, created("UTC"));
        CustomerId second = customer("second");
        twice.when(create(second, OTHER_SCOPE, "acme", person("Eve", null), "UTC", NONE))
                .happens(
                        second,
                        new CustomerEvent.Created(
                                second, OTHER_SCOPE, "acme", person("Eve", null), "UTC", NONE));
    }

    @Test
    void anUnknownZoneIsRefused() {
        customer.when(create("acme", "Ada", "Mars/Olympus"))
                .isRefusedFor("timezone", "Mars/Olympus", "IANA");
    }

    @Test
    void textsMustBeThereAndNotTooLong() {
        customer.when(create("", "Ada", "UTC")).isRefusedFor("external_id");
        Spec.of(Customer.class)
                .when(create("x".repeat(256), "Ada", "UTC"))
                .isRefusedFor("external_id", "256 characters");
        Spec.of(Customer.class).when(create("acme", " ", "UTC")).isRefusedFor("name");
        Spec.of(Customer.class)
                .when(create(CUSTOMER, SCOPE, "acme", person("Ada", "x".repeat(256)), "UTC", NONE))
                .isRefusedFor("email");
    }

    @Test
    void aTextThatNoStoreCanHoldIsRefused() {
        customer.when(create("ac\0me", "Ada", "UTC")).isRefusedFor("external_id", "NUL");
        Spec.of(Customer.class).when(create("acme", "\ud800", "UTC")).isRefusedFor("name", "UTF-8");
    }

    @Test
    void metadataIsBounded() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= 100; i++) {
            many.put("key" + i, "x");
        }
        customer.when(create(CUSTOMER, SCOPE, "acme", person("Ada", null), "UTC", many))
                .isRefusedFor("metadata", "101");
        Spec.of(Customer.class)
                .when(
                        create(
                                CUSTOMER,
                                SCOPE,
                                "acme",
                                person("Ada", null),
                                "UTC",
                                Map.of("note", "x".repeat(2_001))))
                .isRefusedFor("metadata.note", "2001");
    }

    @Test
    void aCustomerIsChanged() {
        customer.given(created("UTC"))
                .when(update(SCOPE, "Eve", "GST"))
                .happens(
                        CUSTOMER,
                        new CustomerEvent.Updated(
                                CUSTOMER, person("Eve", null), "Asia/Dubai", NONE));
    }

    @Test
    void aChangeThatChangesNothingIsDoneAlready() {
        customer.given(
                        created("UTC"),
                        new CustomerEvent.Updated(CUSTOMER, person("Eve", null), "UTC", NONE))
                .when(update(SCOPE, "Eve", "UTC"))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void aChangeKeepsTheRulesOfACreation() {
        customer.given(created("UTC")).when(update(SCOPE, "", "UTC")).isRefusedFor("name");
        Spec.of(Customer.class)
                .given(created("UTC"))
                .when(update(SCOPE, "Eve", "nowhere"))
                .isRefusedFor("timezone");
    }

    @Test
    void aCustomerOfAnotherScopeIsNotThere() {
        customer.given(created("UTC")).when(update(OTHER_SCOPE, "Eve", "UTC")).isNotFound();
        Spec.of(Customer.class)
                .given(created("UTC"))
                .when(
                        create(
                                CUSTOMER,
                                OTHER_SCOPE,
                                "acme",
                                person("Ada", "ada@example.com"),
                                "UTC",
                                NONE))
                .isNotFound();
    }

    @Test
    void aCustomerThatWasNeverMadeCannotBeChanged() {
        customer.when(update(SCOPE, "Eve", "UTC")).doesNotExist();
    }

    private static CustomerCommand.Delete delete(Scope scope, long subscriptions) {
        return new CustomerCommand.Delete(CUSTOMER, scope, NOW, subscriptions, subscriptions);
    }

    private static CustomerCommand.Erase erase(Scope scope) {
        return new CustomerCommand.Erase(CUSTOMER, scope, NOW);
    }

    @Test
    void aCustomerIsDeleted() {
        customer.given(created("UTC"))
                .when(delete(SCOPE, 0))
                .happens(CUSTOMER, new CustomerEvent.Deleted(CUSTOMER));
    }

    @Test
    void aCustomerWithSubscriptionsIsNotDeleted() {
        customer.given(created("UTC"))
                .when(delete(SCOPE, 2))
                .isRefused(Reason.INVALID_OPERATION, CUSTOMER.value(), "2 subscriptions");
    }

    @Test
    void aDeletionRepeatedIsDoneAlready() {
        customer.given(created("UTC"), new CustomerEvent.Deleted(CUSTOMER))
                .when(delete(SCOPE, 0))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void aDeletedCustomerCannotBeChanged() {
        customer.given(created("UTC"), new CustomerEvent.Deleted(CUSTOMER))
                .when(update(SCOPE, "Eve", "UTC"))
                .isRefused(Reason.INVALID_OPERATION, "deleted");
    }

    @Test
    void theCreationOfADeletedCustomerRepeatedIsDoneAlready() {
        customer.given(created("UTC"), new CustomerEvent.Deleted(CUSTOMER))
                .when(create("acme", "Ada", "UTC"))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void anExternalIdIsFreeAgainAfterADeletion() {
        Spec<Customer> spec = Spec.of(Customer.class);
        spec.when(create("acme", "Ada", "UTC")).happens(CUSTOMER, created("UTC"));
        spec.given(created("UTC"))
                .when(delete(SCOPE, 0))
                .happens(CUSTOMER, new CustomerEvent.Deleted(CUSTOMER));
        CustomerId second = customer("second");
        spec.given()
                .when(create(second, SCOPE, "acme", person("Eve", null), "UTC", NONE))
                .happens(
                        second,
                        new CustomerEvent.Created(
                                second, SCOPE, "acme", person("Eve", null), "UTC", NONE));
    }

    @Test
    void aParentOfOthersIsNotDeleted() {
        Spec<Customer> spec = Spec.of(Customer.class);
        CustomerId child = customer("child");
        CustomerTerms under = new CustomerTerms(null, null, CUSTOMER, List.of());
        spec.when(
                        new CustomerCommand.Create(
                                child,
                                SCOPE,
                                NOW,
                                "child",
                                person("Eve", null),
                                "UTC",
                                NONE,
                                under))
                .happens(
                        child,
                        new CustomerEvent.Created(
                                child, SCOPE, "child", person("Eve", null), "UTC", NONE, under));
        spec.given(created("UTC"))
                .when(delete(SCOPE, 0))
                .isRefused(Reason.INVALID_OPERATION, "parent of 1");
    }

    @Test
    void aCustomerCannotBelongToItself() {
        customer.given(created("UTC"))
                .when(
                        new CustomerCommand.Update(
                                CUSTOMER,
                                SCOPE,
                                NOW,
                                person("Ada", "ada@example.com"),
                                "UTC",
                                NONE,
                                new CustomerTerms(null, null, CUSTOMER, List.of())))
                .isRefusedFor("parent_customer_id", CUSTOMER.value());
    }

    @Test
    void personalDataIsErased() {
        customer.given(created("UTC"))
                .when(erase(SCOPE))
                .happens(CUSTOMER, new CustomerEvent.Erased(CUSTOMER));
    }

    @Test
    void alsoThatOfADeletedCustomerIsErased() {
        customer.given(created("UTC"), new CustomerEvent.Deleted(CUSTOMER))
                .when(erase(SCOPE))
                .happens(CUSTOMER, new CustomerEvent.Erased(CUSTOMER));
    }

    @Test
    void anErasureRepeatedIsDoneAlready() {
        customer.given(created("UTC"), new CustomerEvent.Erased(CUSTOMER))
                .when(erase(SCOPE))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void anErasedCustomerCannotBeChangedNorMadeAgain() {
        customer.given(created("UTC"), new CustomerEvent.Erased(CUSTOMER))
                .when(update(SCOPE, "Eve", "UTC"))
                .isRefused(Reason.INVALID_OPERATION, "erased");
        Spec.of(Customer.class)
                .given(created("UTC"), new CustomerEvent.Erased(CUSTOMER))
                .when(create("acme", "Ada", "UTC"))
                .isRefused(Reason.CONFLICT, CUSTOMER.value());
    }

    @Test
    void anErasedCustomerCanStillBeDeletedOnce() {
        customer.given(created("UTC"), new CustomerEvent.Erased(CUSTOMER))
                .when(delete(SCOPE, 0))
                .happens(CUSTOMER, new CustomerEvent.Deleted(CUSTOMER));
        Spec.of(Customer.class)
                .given(
                        created("UTC"),
                        new CustomerEvent.Erased(CUSTOMER),
                        new CustomerEvent.Deleted(CUSTOMER))
                .when(delete(SCOPE, 0))
                .nothingHappens(CUSTOMER);
    }

    @Test
    void aCustomerOfAnotherScopeIsNeitherDeletedNorErased() {
        customer.given(created("UTC")).when(delete(OTHER_SCOPE, 0)).isNotFound();
        Spec.of(Customer.class).given(created("UTC")).when(erase(OTHER_SCOPE)).isNotFound();
        Spec.of(Customer.class)
                .given(created("UTC"), new CustomerEvent.Erased(CUSTOMER))
                .when(erase(OTHER_SCOPE))
                .isNotFound();
    }
}
