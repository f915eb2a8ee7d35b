using System.Net;

namespace LocalAi.Dashboard.Listeners;

/// <summary>Where the dashboard listens. The keys are Aspire's, so that a host of either kind can start it.</summary>
internal sealed class ListenerOptions
{
    public const string FrontendKey = "ASPNETCORE_URLS";
    public const string OtlpGrpcKey = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    public const string OtlpHttpKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    /// <summary>Addresses of pages and API, separated by semicolons.</summary>
    public string FrontendUrls { get; set; } = "http://localhost:18888";

    public string OtlpGrpcUrl { get; set; } = "http://localhost:18889";

    public string OtlpHttpUrl { get; set; } = "http://localhost:18890";

    /// <summary>Every address with its purpose.</summary>
    public IEnumerable<(ListenerKind Kind, string Key, string Url)> All() =>
        FrontendUrls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => (ListenerKind.Frontend, FrontendKey, url))
            .Append((ListenerKind.OtlpGrpc, OtlpGrpcKey, OtlpGrpcUrl))
            .Append((ListenerKind.OtlpHttp, OtlpHttpKey, OtlpHttpUrl));

    /// <summary>Whether only programs on this machine can reach it.</summary>
    public bool IsLoopbackOnly => All().All(listener => Parse(listener.Url) is { } address && IsLoopback(address.Host));

    /// <summary>The address; null where it is none that can be listened on.</summary>
    public static BindingAddress? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme == "http" && !address.IsUnixPipe && address.Port is >= 0 and <= 65_535 ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
