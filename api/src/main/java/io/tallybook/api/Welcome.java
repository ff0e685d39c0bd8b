package io.tallybook.api;

import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * What somebody finds who opens the address in a browser, and the sign of life for a load balancer.
 */
@RestController
final class Welcome {

    private final String version;

    Welcome(String version) {
        this.version = version;
    }

    @GetMapping("/")
    ResponseEntity<byte[]> root() {
        return Answer.ok(
                Json.object()
                        .put("name", "Tallybook")
                        .put("version", version)
                        .put("docs", "/docs")
                        .put("openapi", "/openapi.json")
                        .node());
    }

    @RequestMapping(
            path = "/health",
            method = {RequestMethod.GET, RequestMethod.POST})
    ResponseEntity<byte[]> health() {
        return Answer.ok(Json.object().put("status", "ok").node());
    }
}
