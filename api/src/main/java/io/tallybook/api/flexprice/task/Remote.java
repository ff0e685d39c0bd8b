package io.tallybook.api.flexprice.task;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Fetches files that a task names by their address.
 *
 * <p>The request goes out from inside of the operator's network, so only public addresses are
 * asked, and no redirection is followed, unless the operator has named the host.
 */
final class Remote {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final Set<String> trusted;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT_LIMIT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * @param trusted hosts that are asked wherever they are
     */
    Remote(Set<String> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /** Errors: BrokenFile if it must not be asked or does not give the file. */
    InputStream open(String url) throws IOException, BrokenFile {
        URI address = address(url);
        try {
            HttpResponse<InputStream> answer =
                    http.send(
                            HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new BrokenFile(
                        "file_url: %s answered %d"
                                .formatted(address.getHost(), answer.statusCode()));
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching", e);
        } catch (IOException e) {
            throw new BrokenFile(
                    "file_url: %s cannot be fetched: %s".formatted(address.getHost(), e));
        }
    }

    private URI address(String url) throws BrokenFile {
        URI address = URI.create(url);
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (trusted.contains(host)) {
            return address;
        }
        try {
            for (InetAddress each : InetAddress.getAllByName(host)) {
                if (isInside(each)) {
                    throw new BrokenFile(
                            "file_url: expected a host on the public Internet, got " + host);
                }
            }
        } catch (UnknownHostException e) {
            throw new BrokenFile("file_url: the host " + host + " is not known");
        }
        return address;
    }

    private static boolean isInside(InetAddress address) {
        boolean unique =
                address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
        return unique
                || address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }
}
