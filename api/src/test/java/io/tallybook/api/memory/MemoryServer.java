package io.tallybook.api.memory;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.tallybook.api.ApiConfiguration;
import io.tallybook.api.auth.Authentication;
import io.tallybook.api.auth.LastUse;
import io.tallybook.api.openapi.Description;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.embedded.TestPostgres;
import io.tallybook.testkit.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The HTTP surface over {@link MemoryEngine}, with idempotency in a real Postgres. */
public final class MemoryServer {

    private static final class Started {
        static final MemoryServer ONE = new MemoryServer();
    }

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Parts.class);

    /** One for all tests of this JVM: they keep apart by the names they make up. */
    public static MemoryServer shared() {
        return Started.ONE;
    }

    /** One of its own, for a test after which no other would find what it expects. */
    public static MemoryServer apart() {
        return new MemoryServer();
    }

    public MemoryEngine engine() {
        return context.getBean(MemoryEngine.class);
    }

    public MemoryUsage usage() {
        return context.getBean(MemoryUsage.class);
    }

    public Description description() {
        return context.getBean(Description.class);
    }

    public DatabaseClient database() {
        return context.getBean(DatabaseClient.class);
    }

    public ImportAccounts imports() {
        return context.getBean(ImportAccounts.class);
    }

    public Faults faults() {
        return context.getBean(Faults.class);
    }

    /** Every route that is mapped. */
    public RequestMappingHandlerMapping mapping() {
        return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    public LastUse lastUse() {
        return context.getBean(LastUse.class);
    }

    public MutableClock machine() {
        return (MutableClock) context.getBean(InstantSource.class);
    }

    private HttpHandler handler() {
        return WebHttpHandlerBuilder.applicationContext(context).build();
    }

    /**
     * Listens on a port of the machine, for what only a real connection shows; the caller ends it.
     */
    public DisposableServer listen(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .handle(new ReactorHttpHandlerAdapter(handler()))
                .bindNow();
    }

    /** A client without a key. */
    public WebTestClient anyone() {
        return WebTestClient.bindToApplicationContext(context)
                .configureClient()
                .responseTimeout(Duration.ofSeconds(60))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64 * 1024 * 1024))
                .build();
    }

    /** A client with the key of the sandbox. */
    public WebTestClient sandbox() {
        return with(MemoryEngine.SANDBOX_KEY);
    }

    public WebTestClient with(String key) {
        return anyone().mutate().defaultHeader(Authentication.API_KEY, key).build();
    }

    /** Routes that break on purpose. */
    @RestController
    public static final class Faults {

        private final List<String> drawn = Collections.synchronizedList(new ArrayList<>());
        private int failures;
        private boolean hang;
        private final AtomicInteger untilCut = new AtomicInteger(Integer.MAX_VALUE);

        /** Each command after the next so many is done, and whoever sent it hears of a crash. */
        public void cutAfter(int commands) {
            untilCut.set(commands);
        }

        Object cut(Object done) {
            if (untilCut.get() != Integer.MAX_VALUE && untilCut.decrementAndGet() < 0) {
                throw new IllegalStateException("crashed after " + done);
            }
            return done;
        }

        /** The next so many calls fail. */
        public synchronized void failNext(int times) {
            failures = times;
        }

        public synchronized void hang(boolean value) {
            hang = value;
        }

        /** The ids that every call drew, in the order of the calls. */
        public List<String> drawn() {
            return List.copyOf(drawn);
        }

        private synchronized boolean fails() {
            failures--;
            return failures >= 0;
        }

        private synchronized boolean hangs() {
            return hang;
        }

        @GetMapping("/v1/test/defect")
        Mono<String> defect() {
            return Mono.error(() -> new IllegalArgumentException("a defect with a secret in it"));
        }

        @PostMapping(path = "/v1/test/ids", produces = "application/json")
        Mono<String> ids(io.tallybook.api.dispatch.Call call) {
            String drawn = "[\"" + call.ids().next() + "\",\"" + call.ids().next() + "\"]";
            this.drawn.add(drawn);
            if (fails()) {
                return Mono.error(
                        () -> new IllegalStateException("crashed after drawing " + drawn));
            }
            return hangs() ? Mono.never() : Mono.just(drawn);
        }
    }

    @Configuration
    @EnableWebFlux
    @Import({ApiConfiguration.class, Faults.class})
    static class Parts {

        @Bean
        InstantSource clock() {
            return MutableClock.at("2026-03-01T00:00:00Z");
        }

        @Bean
        MemoryEngine engine() {
            return new MemoryEngine();
        }

        @Bean
        MemoryBilling billing(MemoryEngine engine) {
            return new MemoryBilling(engine);
        }

        @Bean
        MemoryPayments payments(MemoryBilling billing) {
            return new MemoryPayments(billing);
        }

        @Bean
        MemoryCatalogue catalogue(MemoryEngine engine) {
            return new MemoryCatalogue(engine);
        }

        @Bean
        MemoryPlanSyncs planSyncs() {
            return new MemoryPlanSyncs();
        }

        @Bean
        MemoryEntitlements entitlements() {
            return new MemoryEntitlements();
        }

        @Bean
        MemoryDiscounts discounts() {
            return new MemoryDiscounts();
        }

        @Bean
        MemoryGrants grants() {
            return new MemoryGrants();
        }

        @Bean
        MemoryAccess access(MemoryEngine engine) {
            return new MemoryAccess(engine);
        }

        @Bean
        MemoryAlerts alerts() {
            return new MemoryAlerts();
        }

        @Bean
        MemoryNotices notices() {
            return new MemoryNotices();
        }

        @Bean
        MemoryLedger ledger() {
            return new MemoryLedger();
        }

        @Bean
        MemoryUsage usage() {
            return new MemoryUsage();
        }

        @Bean
        MemoryRejected rejected() {
            return new MemoryRejected();
        }

        @Bean
        CommandGateway commands(
                Faults faults,
                MemoryEngine engine,
                MemoryBilling billing,
                MemoryPayments payments,
                MemoryCatalogue catalogue,
                MemoryEntitlements entitlements,
                MemoryDiscounts discounts,
                MemoryAlerts alerts,
                MemoryGrants grants,
                MemoryAccess access) {
            CommandBus bus = SimpleCommandBus.builder().build();
            bus.registerHandlerInterceptor((_, chain) -> faults.cut(chain.proceed()));
            new AnnotationCommandHandlerAdapter<>(engine).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(billing).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(payments).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(catalogue).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(entitlements).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(discounts).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(alerts).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(grants).subscribe(bus);
            new AnnotationCommandHandlerAdapter<>(access).subscribe(bus);
            return DefaultCommandGateway.builder().commandBus(bus).build();
        }

        @Bean
        QueryGateway queries(
                MemoryEngine engine,
                MemoryBilling billing,
                MemoryPayments payments,
                MemoryUsage usage,
                MemoryCatalogue catalogue,
                MemoryEntitlements entitlements,
                MemoryDiscounts discounts,
                MemoryGrants grants,
                MemoryLedger ledger,
                MemoryAlerts alerts,
                MemoryNotices notices,
                MemoryAccess access) {
            QueryBus bus = SimpleQueryBus.builder().build();
            new AnnotationQueryHandlerAdapter<>(engine).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(billing).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(payments).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(usage).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(catalogue).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(entitlements).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(discounts).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(grants).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(ledger).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(alerts).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(notices).subscribe(bus);
            new AnnotationQueryHandlerAdapter<>(access).subscribe(bus);
            return DefaultQueryGateway.builder().queryBus(bus).build();
        }

        private static String sql(String migration) throws IOException {
            try (InputStream sql =
                    Objects.requireNonNull(
                            MemoryServer.class.getResourceAsStream("/db/migration/" + migration))) {
                return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        @Bean(destroyMethod = "dispose")
        ConnectionPool connections() throws SQLException, IOException {
            TestPostgres postgres = TestPostgres.fresh();
            try (var connection = postgres.server().connect(postgres.database());
                    var statement = connection.createStatement()) {
                for (String migration :
                        List.of(
                                "V200__idempotency.sql",
                                "V210__access.sql",
                                "V570__sessions.sql",
                                "V640__tasks.sql")) {
                    statement.execute(sql(migration));
                }
            }
            var configuration =
                    PostgresqlConnectionConfiguration.builder()
                            .host(postgres.server().host())
                            .port(postgres.server().port())
                            .username(postgres.server().user())
                            .password(postgres.server().password())
                            .database(postgres.database())
                            .build();
            return new ConnectionPool(
                    ConnectionPoolConfiguration.builder(
                                    new PostgresqlConnectionFactory(configuration))
                            .maxSize(8)
                            .build());
        }

        @Bean
        DatabaseClient database(ConnectionPool connections) {
            return DatabaseClient.create(connections);
        }
    }
}
