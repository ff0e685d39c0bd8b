package io.tallybook.query;

import static io.tallybook.query.Samples.OTHER;
import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.search;
import static io.tallybook.query.Samples.ulid;
import static io.tallybook.query.Samples.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.UnknownField;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {
    private static @Nullable ReadSide shared;

    @BeforeAll
    static void start() {
        shared = ReadSide.start();
        Story home = new Story(7, SCOPE, "home");
        Story other = new Story(8, OTHER, "other");
        home.told().forEach(told -> side().publish(SCOPE, told.id(), told.event()));
        other.told().forEach(told -> side().publish(OTHER, told.id(), told.event()));
        for (String name : List.of("Anna", "bruno", "Zoë", "100%_sure", "o'Brien", "a\\b")) {
            side().publish(
                            SCOPE,
                            Samples.customer(name).value(),
                            Samples.customerCreated(SCOPE, name),
                            START.plusSeconds(name.length()));
        }
        ReadSide.PROCESSORS.forEach(side()::caughtUp);
    }

    @AfterAll
    static void stop() {
        side().close();
    }

    @Test
    void everyEntityIsFoundByItsId() {
        assertThat(side().find(customer(SCOPE), CustomerView.class)).isPresent();
        assertThat(side().find(meter(SCOPE), MeterView.class)).isPresent();
        assertThat(side().find(feature(SCOPE), FeatureView.class)).isPresent();
        assertThat(side().find(plan(SCOPE), PlanView.class)).isPresent();
        assertThat(side().find(price(SCOPE), PriceView.class)).isPresent();
        assertThat(side().find(subscription(SCOPE), SubscriptionView.class)).isPresent();
        assertThat(side().find(invoice(SCOPE), InvoiceView.class)).isPresent();
        assertThat(side().find(wallet(SCOPE), WalletView.class)).isPresent();
    }

    @Test
    void nothingIsFoundFromAnotherScope() {
        assertThat(side().find(customer(OTHER), CustomerView.class)).isEmpty();
        assertThat(side().find(meter(OTHER), MeterView.class)).isEmpty();
        assertThat(side().find(feature(OTHER), FeatureView.class)).isEmpty();
        assertThat(side().find(plan(OTHER), PlanView.class)).isEmpty();
        assertThat(side().find(price(OTHER), PriceView.class)).isEmpty();
        assertThat(side().find(subscription(OTHER), SubscriptionView.class)).isEmpty();
        assertThat(side().find(invoice(OTHER), InvoiceView.class)).isEmpty();
        assertThat(side().find(wallet(OTHER), WalletView.class)).isEmpty();
        assertThat(
                        side().find(
                                        new CustomerQuery.ByExternalId(OTHER, "ext-homec0"),
                                        CustomerView.class))
                .isEmpty();
        assertThat(
                        side().answer(
                                        new SubscriptionQuery.ByIds(
                                                OTHER, List.of(Samples.subscription("homes0"))),
                                        SubscriptionQuery.Page.class)
                                .items())
                .isEmpty();
        assertThat(
                        side().answer(
                                        new MeterQuery.ByIds(OTHER, List.of(meter(SCOPE).id())),
                                        MeterQuery.Page.class)
                                .items())
                .isEmpty();
        assertThat(
                        side().answer(
                                        new WalletQuery.TransactionsOf(
                                                OTHER, WalletId.of(ulid("homew0")), search()),
                                        WalletQuery.Transactions.class)
                                .total())
                .isZero();
    }

    @Test
    void aTenantDoesNotMixEnvironments() {
        Scope mixed = new Scope(SCOPE.tenant(), OTHER.environment());

        assertThat(side().find(customer(mixed), CustomerView.class)).isEmpty();
        assertThat(customers(mixed, search()).total()).isZero();
    }

    @Test
    void everySearchKeepsToItsScope() {
        assertThat(
                        found(
                                side().answer(
                                                new CustomerQuery.Search(SCOPE, search()),
                                                CustomerQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new MeterQuery.Search(SCOPE, search()),
                                                MeterQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new FeatureQuery.Search(SCOPE, search()),
                                                FeatureQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new PlanQuery.Search(SCOPE, search()),
                                                PlanQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new PriceQuery.Search(SCOPE, search()),
                                                PriceQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new SubscriptionQuery.Search(SCOPE, search()),
                                                SubscriptionQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new InvoiceQuery.Search(SCOPE, search()),
                                                InvoiceQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
        assertThat(
                        found(
                                side().answer(
                                                new WalletQuery.Search(SCOPE, search()),
                                                WalletQuery.Page.class)
                                        .items()))
                .containsOnly(SCOPE);
    }

    @Test
    void entitiesAreFoundByTheCallersOwnNames() {
        assertThat(
                        side().find(
                                        new CustomerQuery.ByExternalId(SCOPE, "ext-homec0"),
                                        CustomerView.class))
                .isPresent();
        assertThat(side().find(new PriceQuery.ByLookupKey(SCOPE, "tokens-price"), PriceView.class))
                .isPresent();
        assertThat(
                        side().find(
                                        new CustomerQuery.ByExternalId(SCOPE, "ext-home\0"),
                                        CustomerView.class))
                .isEmpty();
    }

    @Test
    void aKeyTellsWhoIsAsking() {
        TenancyQuery.Principal principal =
                side().find(new TenancyQuery.ByApiKey("sha-home"), TenancyQuery.Principal.class)
                        .orElseThrow();

        assertThat(principal.scope()).isEqualTo(SCOPE);
        assertThat(principal.mode()).isEqualTo(EnvironmentMode.SANDBOX);
        assertThat(
                        side().find(
                                        new TenancyQuery.ByApiKey("sha-nobody"),
                                        TenancyQuery.Principal.class))
                .isEmpty();
        assertThat(side().find(new TenancyQuery.EnvironmentOf(OTHER), EnvironmentView.class))
                .isPresent();
        assertThat(
                        side().answer(
                                        new TenancyQuery.AllEnvironments(),
                                        TenancyQuery.Environments.class)
                                .items())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name        | EQ           | Anna                 | Anna
                    name        | EQ           | anna                 |
                    name        | CONTAINS     | NN                   | Anna
                    name        | CONTAINS     | %_                   | 100%_sure
                    name        | CONTAINS     | O'B                  | o'Brien
                    name        | STARTS_WITH  | a\\                  | a\\b
                    name        | IN           | bruno;Zoë;nobody     | bruno;Zoë
                    external_id | EQ           | ext-Zoë              | Zoë
                    created_at  | GT           | 2026-01-01T00:00:05Z | 100%_sure;o'Brien
                    created_at  | LTE          | 2026-01-01T01:00:03+01:00 | a\\b;Zoë
                    email       | STARTS_WITH  | Anna@                | Anna
                    """)
    void aSearchFindsWhatFits(
            String field, Operator operator, String value, @Nullable String names) {
        SearchSpec spec =
                search(
                        new Criterion(field, operator, List.of(value.split(";"))),
                        where("created_at", Operator.GT, START.toString()));

        assertThat(customers(SCOPE, spec).items())
                .extracting(view -> view.personal().name())
                .containsExactlyInAnyOrder(names == null ? new String[0] : names.split(";"));
    }

    @Test
    void whatIsNotThereIsNotContained() {
        assertThat(customers(SCOPE, search(where("name", Operator.NOT_CONTAINS, "a"))).items())
                .extracting(view -> view.personal().name())
                .contains("bruno", "Zoë", "100%_sure")
                .doesNotContain("Anna", "a\\b");
        assertThat(
                        customers(SCOPE, search(where("name", Operator.NOT_IN, "Anna", "bruno")))
                                .items())
                .extracting(view -> view.personal().name())
                .contains("Zoë")
                .doesNotContain("Anna", "bruno");
        // A renamed customer has no e-mail address, so it holds none either.
        assertThat(customers(SCOPE, search(where("email", Operator.NOT_IN, "x@y"))).total())
                .isEqualTo(customers(SCOPE, search()).total());
        assertThat(customers(SCOPE, search(where("name", Operator.IN))).total()).isZero();
    }

    @Test
    void pagesCoverEverythingOnceInOrder() {
        List<String> all =
                customers(SCOPE, ordered(100, 0)).items().stream()
                        .map(view -> view.id().value())
                        .toList();
        List<String> paged = new java.util.ArrayList<>();
        for (int offset = 0; offset < all.size() + 4; offset += 4) {
            CustomerQuery.Page page = customers(SCOPE, ordered(4, offset));
            assertThat(page.total()).isEqualTo(all.size());
            page.items().forEach(view -> paged.add(view.id().value()));
        }

        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();
    }

    private static SearchSpec ordered(int limit, int offset) {
        return new SearchSpec(
                List.of(), List.of(new Order("updated_at", Direction.ASC)), limit, offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "'; drop table view_customer; --",
                "$1",
                ":tenant",
                "?",
                "\\'; select 1",
                "{a,b}",
                "\" or \"\"=\""
            })
    void aValueIsNeverPartOfTheStatement(String value) {
        for (Operator operator :
                List.of(Operator.EQ, Operator.CONTAINS, Operator.STARTS_WITH, Operator.IN)) {
            assertThat(customers(SCOPE, search(where("name", operator, value))).total()).isZero();
        }
        assertThat(side().find(new CustomerQuery.ByExternalId(SCOPE, value), CustomerView.class))
                .isEmpty();
        assertThat(customers(SCOPE, search()).total()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    document                | EQ       | x
                    tenant                  | EQ       | x
                    1=1; drop table x       | EQ       | x
                    last_sequence           | EQ       | 0
                    created_at              | EQ       | yesterday
                    created_at              | CONTAINS | 2026
                    """)
    void whatTheListDoesNotHaveIsNamed(String field, Operator operator, String value) {
        assertThatThrownBy(() -> customers(SCOPE, search(where(field, operator, value))))
                .hasCauseInstanceOf(UnknownField.class)
                .hasMessageContaining(field);
    }

    @Test
    void anOrderByAnUnknownFieldIsRefused() {
        SearchSpec spec =
                new SearchSpec(
                        List.of(),
                        List.of(new Order("id; drop table view_customer", Direction.ASC)),
                        10,
                        0);

        assertThatThrownBy(() -> customers(SCOPE, spec)).hasCauseInstanceOf(UnknownField.class);
    }

    @Test
    void anUnknownStatusIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(
                        () ->
                                side().answer(
                                                new InvoiceQuery.Search(
                                                        SCOPE,
                                                        search(
                                                                where(
                                                                        "status",
                                                                        Operator.EQ,
                                                                        "PAID"))),
                                                InvoiceQuery.Page.class))
                .hasCauseInstanceOf(UnknownField.class)
                .hasMessageContaining("FINALIZED");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1001,0", "10,-1"})
    void aPageHasBounds(int limit, int offset) {
        assertThatThrownBy(
                        () -> customers(SCOPE, new SearchSpec(List.of(), List.of(), limit, offset)))
                .hasCauseInstanceOf(UnknownField.class);
    }

    @Test
    void metersAreFoundInOneAnswer() {
        assertThat(
                        side().answer(
                                        new MeterQuery.ByIds(
                                                SCOPE,
                                                List.of(
                                                        meter(SCOPE).id(),
                                                        MeterId.of(ulid("unknown")))),
                                        MeterQuery.Page.class)
                                .items())
                .extracting(MeterView::id)
                .containsExactly(meter(SCOPE).id());
    }

    @Test
    void subscriptionsAreFoundInOneAnswer() {
        assertThat(
                        side().answer(
                                        new SubscriptionQuery.ByIds(
                                                SCOPE,
                                                List.of(
                                                        Samples.subscription("homes2"),
                                                        Samples.subscription("others0"),
                                                        Samples.subscription("homes0"))),
                                        SubscriptionQuery.Page.class)
                                .items())
                .extracting(SubscriptionView::id)
                .containsExactlyInAnyOrder(
                        Samples.subscription("homes0"), Samples.subscription("homes2"));
    }

    private static CustomerQuery.Page customers(Scope scope, SearchSpec spec) {
        return side().answer(new CustomerQuery.Search(scope, spec), CustomerQuery.Page.class);
    }

    private static List<Scope> found(List<? extends View> views) {
        return views.stream().map(View::scope).toList();
    }

    private static CustomerQuery.ById customer(Scope scope) {
        return new CustomerQuery.ById(scope, Samples.customer("homec0"));
    }

    private static MeterQuery.ById meter(Scope scope) {
        return new MeterQuery.ById(scope, Samples.meter("home").meterId());
    }

    private static FeatureQuery.ById feature(Scope scope) {
        return new FeatureQuery.ById(scope, FeatureId.of(ulid("homefeature")));
    }

    private static PlanQuery.ById plan(Scope scope) {
        return new PlanQuery.ById(scope, PlanId.of(ulid("homeplan")));
    }

    private static PriceQuery.ById price(Scope scope) {
        return new PriceQuery.ById(scope, PriceId.of(ulid("homeprice")));
    }

    private static SubscriptionQuery.ById subscription(Scope scope) {
        return new SubscriptionQuery.ById(scope, Samples.subscription("homes0"));
    }

    private static InvoiceQuery.ById invoice(Scope scope) {
        return new InvoiceQuery.ById(scope, InvoiceId.of(ulid("homei0")));
    }

    private static WalletQuery.ById wallet(Scope scope) {
        return new WalletQuery.ById(scope, WalletId.of(ulid("homew0")));
    }

    private static ReadSide side() {
        return Objects.requireNonNull(shared);
    }
}
