using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.WebPages;

/// <summary>Fetches pages within the limits of <see cref="WebPageOptions"/>; each redirect is checked like the first address.</summary>
internal sealed class PageReader(PageConnections connections, IOptions<WebPageOptions> options) : IDisposable
{
    private readonly HttpClient _http = connections.CreateClient();

    /// <exception cref="PageRefusedException">It may not be read, there is no such page, or it is no text.</exception>
    public async Task<PageText> ReadAsync(string address, CancellationToken cancellationToken)
    {
        var url = Check(address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                {
                    return await ReadAsync(url, response, limit.Token);
                }

                if (redirects == options.Value.MaxRedirects)
                {
                    throw new PageRefusedException($"{address} redirects more than {options.Value.MaxRedirects} times.");
                }

                url = Check(new Uri(url, location).AbsoluteUri);
            }
        }
        catch (HttpRequestException exception)
        {
            throw exception.InnerException as PageRefusedException ?? new PageRefusedException($"{url.Host} does not answer: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PageRefusedException($"{url.Host} took longer than {options.Value.TimeoutSeconds} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What an address itself tells. Where its name leads is checked when connecting.</summary>
    private Uri Check(string address)
    {
        if (!Uri.TryCreate(address.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new PageRefusedException($"'{address}' is not the address of a page: http:// or https:// and a host.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw new PageRefusedException("An address with a user name or password in it is not read.");
        }

        var host = url.DnsSafeHost.TrimEnd('.');
        return WebPageOptions.Lists(options.Value.DeniedHosts, host)
            || (options.Value.AllowedHosts.Length > 0 && !WebPageOptions.Lists(options.Value.AllowedHosts, host))
            ? throw new PageRefusedException($"{host} is not one of the hosts that may be read here.")
            : url;
    }

    private async Task<PageText> ReadAsync(Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new PageRefusedException($"{url} answers with status {(int)response.StatusCode}.");
        }

        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is { } media && !IsText(media))
        {
            throw new PageRefusedException($"{url} is {media}, not a page of text.");
        }

        var body = new byte[options.Value.MaxBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        var cut = length == body.Length && await stream.ReadAsync(new byte[1], cancellationToken) > 0;
        return PageText.From(url, type?.MediaType is null or "text/html" or "application/xhtml+xml", Charset(type), body.AsMemory(0, length), cut);
    }

    private static string? Charset(MediaTypeHeaderValue? type) => type?.CharSet?.Trim('"');

    private static bool IsText(string media) =>
        media.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || media is "application/xhtml+xml" or "application/json" or "application/xml" or "application/ld+json"
        || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
}
