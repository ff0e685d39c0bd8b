package io.tallybook.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.server.MethodNotAllowedException;
import reactor.test.StepVerifier;

class RoutesByPrefixTest {
    /** Routes as ours are: alike at their beginning, some with names in them. */
    @RestController
    static class Shop {
        @GetMapping("/v1/wallets/{id}")
        void wallet() {}

        @PostMapping("/v1/wallets/{id}/debit")
        void debit() {}

        @PostMapping("/v1/wallets/search")
        void search() {}

        @GetMapping({"/v1/tallies/{id}", "/tallies/{id}"})
        void tally() {}
    }

    private final RoutesByPrefix routes = routes();

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/wallets/wallet_1, wallet",
        "POST, /v1/wallets/wallet_1/debit, debit",
        "POST, /v1/wallets/search, search",
        "GET, /v1/tallies/1, tally",
        "GET, /tallies/1, tally",
        "GET, /v1/w%61llets/wallet_1, wallet",
        "GET, /v1/wallets/a%2Fb, wallet"
    })
    void aRouteIsFoundByWhatItsPathSays(String method, String path, String route) {
        StepVerifier.create(routes.getHandler(asked(method, path)))
                .assertNext(
                        found ->
                                assertThat(((HandlerMethod) found).getMethod().getName())
                                        .isEqualTo(route))
                .verifyComplete();
    }

    @Test
    void noRouteIsFoundForAnotherPath() {
        StepVerifier.create(routes.getHandler(asked("GET", "/v1/walletz/1"))).verifyComplete();
        StepVerifier.create(routes.getHandler(asked("GET", "/V1/wallets/1"))).verifyComplete();
    }

    @Test
    void aPathThatIsThereWithAnotherMethodIsToldSo() {
        StepVerifier.create(routes.getHandler(asked("DELETE", "/v1/wallets/wallet_1")))
                .verifyError(MethodNotAllowedException.class);
    }

    private static MockServerWebExchange asked(String method, String path) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.method(HttpMethod.valueOf(method), URI.create(path)));
    }

    private static RoutesByPrefix routes() {
        RoutesByPrefix routes = new RoutesByPrefix();
        Shop shop = new Shop();
        for (Method method : Shop.class.getDeclaredMethods()) {
            GetMapping get = method.getAnnotation(GetMapping.class);
            if (get != null) {
                routes.registerMapping(route(RequestMethod.GET, get.value()), shop, method);
            }
            PostMapping post = method.getAnnotation(PostMapping.class);
            if (post != null) {
                routes.registerMapping(route(RequestMethod.POST, post.value()), shop, method);
            }
        }
        return routes;
    }

    private static RequestMappingInfo route(RequestMethod method, String... paths) {
        return RequestMappingInfo.paths(paths)
                .methods(method)
                .options(new RequestMappingInfo.BuilderConfiguration())
                .build();
    }
}
