package io.tallybook.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.reactivestreams.Publisher;

/** Who may know whom, and what nobody may do; docs/architecture.md gives the reasons. */
enum HouseRules {
    DOMAIN_IS_PURE(
            classes()
                    .that()
                    .resideInAPackage("io.tallybook.domain..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.tallybook.domain..", "java..", "org.jspecify.."),
            "io.tallybook.domain.planted.UsesSpring"),
    MONEY_IS_EXACT(
            noFields()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(
                            "io.tallybook.domain..",
                            "io.tallybook.core..",
                            "io.tallybook.command..")
                    .should()
                    .haveRawType(isBinaryFloatingPoint()),
            "io.tallybook.domain.planted.UsesBinaryFloatingPoint"),
    TIME_AND_CHANCE_COME_IN_AS_ARGUMENTS(
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.tallybook.domain..",
                            "io.tallybook.core..",
                            "io.tallybook.command..",
                            "io.tallybook.sagas..",
                            "io.tallybook.query..",
                            "io.tallybook.ingestion..",
                            "io.tallybook.api..")
                    .should()
                    .callMethodWhere(asksTheMachine()),
            "io.tallybook.domain.planted.AsksTheMachineForTheTime"),
    CONTRACT_KNOWS_NO_FRAMEWORK(
            classes()
                    .that()
                    .resideInAPackage("io.tallybook.core..")
                    .and()
                    .resideOutsideOfPackage("io.tallybook.core.wire..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "io.tallybook.core..",
                                            "io.tallybook.domain..",
                                            "java..",
                                            "org.jspecify..")
                                    .or(is(TargetAggregateIdentifier.class))),
            "io.tallybook.core.planted.ReadsJson"),
    EVENTS_CARRY_PUBLISHED_VALUES_ONLY(
            fields().that()
                    .areDeclaredInClassesThat(areRecordsOfAnEventFamily())
                    .should()
                    .haveRawType(
                            resideInAnyPackage("io.tallybook.core..", "java..")
                                    .or(isPrimitive())
                                    .or(
                                            isOneOf(
                                                    Set.of(
                                                            Money.class,
                                                            CurrencyCode.class,
                                                            BillingPeriod.class,
                                                            PeriodUnit.class,
                                                            BillingCycle.class,
                                                            Conventions.class)))),
            "io.tallybook.core.planted.PlantedEvent"),
    STATES_ONLY_STORE(
            noClasses()
                    .that()
                    .resideInAPackage("io.tallybook.command..")
                    .and()
                    .haveSimpleNameEndingWith("State")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "io.tallybook.domain.rating..",
                                            "io.tallybook.domain.invoice..")
                                    .and(DescribedPredicate.not(is(Conventions.class)))),
            "io.tallybook.command.planted.PlantedState"),
    READERS_DO_NOT_KNOW_DECIDERS(
            border("query", "command", "sagas", "ingestion", "api"),
            "io.tallybook.query.planted.LooksIntoCommands"),
    PROCESSES_DO_NOT_KNOW_VIEWS(
            border("sagas", "command", "query", "ingestion", "api"),
            "io.tallybook.sagas.planted.LooksIntoViews"),
    DECIDERS_DO_NOT_KNOW_READERS(
            border("command", "sagas", "query", "ingestion", "api"),
            "io.tallybook.command.planted.LooksIntoViews"),
    INGESTION_STANDS_ALONE(
            border("ingestion", "command", "sagas", "query", "api"),
            "io.tallybook.ingestion.planted.LooksIntoViews"),
    ROUTES_KNOW_THE_CONTRACT_ALONE(
            border("api", "command", "sagas", "query", "ingestion"),
            "io.tallybook.api.planted.LooksIntoDeciders"),
    ONLY_THE_APP_STARTS_PARTS(
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.tallybook.domain..",
                            "io.tallybook.core..",
                            "io.tallybook.command..",
                            "io.tallybook.sagas..",
                            "io.tallybook.query..",
                            "io.tallybook.ingestion..",
                            "io.tallybook.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.tallybook.embedded..", "io.tallybook.app.."),
            "io.tallybook.api.planted.StartsParts"),
    EVENT_HANDLERS_BLOCK(
            methods()
                    .that()
                    .areAnnotatedWith(EventHandler.class)
                    .or()
                    .areAnnotatedWith(SagaEventHandler.class)
                    .should()
                    .notHaveRawReturnType(isLater()),
            "io.tallybook.query.planted.AnswersAnEventWithAMono"),
    NAMES_SAY_SOMETHING(
            // Personal data is a term of the law, and says what it means.
            noClasses()
                    .that()
                    .resideInAPackage("io.tallybook..")
                    .and()
                    .doNotHaveSimpleName("PersonalData")
                    .should()
                    .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)"),
            "io.tallybook.domain.planted.PriceHelper");

    @SuppressWarnings(
            "ImmutableEnumChecker") // ArchUnit's rules are immutable, though not annotated so
    private final ArchRule rule;

    private final String planted;

    HouseRules(ArchRule rule, String planted) {
        this.rule = rule.allowEmptyShould(false);
        this.planted = planted;
    }

    ArchRule rule() {
        return rule;
    }

    /** The class, planted in the test sources, that the rule must catch. */
    String planted() {
        return planted;
    }

    private static ArchRule border(String room, String... others) {
        String[] packages =
                Arrays.stream(others)
                        .map(other -> "io.tallybook." + other + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.tallybook." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> is(Class<?> type) {
        return DescribedPredicate.describe(
                "is " + type.getSimpleName(), c -> c.isEquivalentTo(type));
    }

    private static DescribedPredicate<JavaClass> isOneOf(Set<Class<?>> types) {
        return DescribedPredicate.describe(
                "is one of the published values", c -> types.stream().anyMatch(c::isEquivalentTo));
    }

    private static DescribedPredicate<JavaClass> isPrimitive() {
        return DescribedPredicate.describe("is primitive", JavaClass::isPrimitive);
    }

    private static DescribedPredicate<JavaClass> isBinaryFloatingPoint() {
        return DescribedPredicate.describe(
                "is binary floating point",
                c ->
                        c.isEquivalentTo(double.class)
                                || c.isEquivalentTo(float.class)
                                || c.isEquivalentTo(Double.class)
                                || c.isEquivalentTo(Float.class));
    }

    private static DescribedPredicate<JavaClass> isLater() {
        return DescribedPredicate.describe(
                "is something that happens later",
                c -> c.isAssignableTo(Publisher.class) || c.isAssignableTo(CompletionStage.class));
    }

    private static DescribedPredicate<JavaClass> areRecordsOfAnEventFamily() {
        return DescribedPredicate.describe(
                "are records of an event family",
                c ->
                        c.isRecord()
                                && c.getPackageName().startsWith("io.tallybook.core")
                                && c.getRawInterfaces().stream()
                                        .anyMatch(i -> i.getSimpleName().endsWith("Event")));
    }

    private static DescribedPredicate<JavaMethodCall> asksTheMachine() {
        Set<String> never =
                Set.of(
                        "randomUUID",
                        "random",
                        "currentTimeMillis",
                        "systemUTC",
                        "systemDefaultZone");
        return DescribedPredicate.describe(
                "asks the machine for the time or for chance",
                call -> {
                    MethodCallTarget target = call.getTarget();
                    String owner = target.getOwner().getName();
                    boolean noArguments = target.getRawParameterTypes().isEmpty();
                    return (owner.startsWith("java.time.")
                                    && target.getName().equals("now")
                                    && noArguments)
                            || (owner.startsWith("java.") && never.contains(target.getName()));
                });
    }
}
