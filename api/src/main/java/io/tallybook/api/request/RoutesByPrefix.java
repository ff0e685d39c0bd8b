package io.tallybook.api.request;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the route of a request among hundreds. A path with a name in it is held against every
 * route; nearly all are told apart by their first words, for a hundredth of what a whole comparison
 * costs.
 */
public final class RoutesByPrefix extends RequestMappingHandlerMapping {
    private final Map<RequestMappingInfo, List<String>> prefixes = new ConcurrentHashMap<>();

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(
            RequestMappingInfo route, ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        return mayMatch(route, path) ? super.getMatchingMapping(route, exchange) : null;
    }

    // An escaped character stands for another one, which only the whole comparison knows.
    private boolean mayMatch(RequestMappingInfo route, String path) {
        if (path.indexOf('%') >= 0) {
            return true;
        }
        for (String prefix : prefixes(route)) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    // Hundreds of times for each request: nothing is made here that a look does without.
    private List<String> prefixes(RequestMappingInfo route) {
        List<String> known = prefixes.get(route);
        return known == null ? prefixes.computeIfAbsent(route, RoutesByPrefix::literals) : known;
    }

    private static List<String> literals(RequestMappingInfo route) {
        return route.getPatternsCondition().getPatterns().stream()
                .map(PathPattern::getPatternString)
                .map(RoutesByPrefix::literal)
                .distinct()
                .toList();
    }

    /** What a pattern begins with, up to the first name or wildcard. */
    private static String literal(String pattern) {
        int end = 0;
        while (end < pattern.length() && "{*?".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return pattern.substring(0, end);
    }
}
