package io.tallybook.api.openapi;

import io.tallybook.api.response.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The description for programs, and a page on which people read it and try it out. */
@RestController
public final class DescriptionPages {

    private static final String VIEWER = "META-INF/resources/webjars/swagger-ui/";
    private static final String RELEASE = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, MediaType> FILES =
            Map.of(
                    "swagger-ui.css", MediaType.valueOf("text/css"),
                    "swagger-ui-bundle.js", MediaType.valueOf("text/javascript"),
                    "favicon-32x32.png", MediaType.IMAGE_PNG);
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Tallybook API</title>
              <link rel="icon" href="/docs/favicon-32x32.png">
              <link rel="stylesheet" href="/docs/swagger-ui.css">
            </head>
            <body>
              <div id="description"></div>
              <script src="/docs/swagger-ui-bundle.js"></script>
              <script>
                SwaggerUIBundle({ url: '/openapi.json', dom_id: '#description', docExpansion: 'none',
                  filter: true, persistAuthorization: true, validatorUrl: null });
              </script>
            </body>
            </html>
            """;

    private final Supplier<byte[]> document;
    private final String release = release();

    public DescriptionPages(Supplier<Description> description) {
        this.document = SingletonSupplier.of(() -> Json.bytes(description.get().document()));
    }

    private static String release() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource(RELEASE))
                    .getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping("/openapi.json")
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Objects.requireNonNull(document.get()));
    }

    @GetMapping(path = {"/docs", "/docs/"})
    ResponseEntity<String> page() {
        return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(PAGE);
    }

    @GetMapping("/docs/{file}")
    ResponseEntity<Resource> file(@PathVariable("file") String file) {
        MediaType type = FILES.get(file);
        if (type == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                .body(new ClassPathResource(VIEWER + release + '/' + file));
    }
}
