namespace LocalAi.ServiceDefaults;

/// <summary>
/// Asks the service in the same container whether it is well: <c>dotnet Service.dll --health</c> ends with 0 when it is. Our images
/// have no shell and no other program that could ask.
/// </summary>
public static class HealthProbe
{
    private const string Argument = "--health";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Whether the command line asks for the probe rather than the service.</summary>
    public static bool IsWanted(string[] args) => args is [Argument];

    /// <summary>Asks <c>/health</c> where this environment has the service listen.</summary>
    /// <returns>0 when the answer is a success, else 1.</returns>
    public static async Task<int> RunAsync()
    {
        var address = Address(Environment.GetEnvironmentVariable);
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(address).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"{address} answers {(int)response.StatusCode}").ConfigureAwait(false);
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Out.WriteLineAsync($"{address} does not answer: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    /// <summary>The service's own address; ASP.NET's order: URLs win over ports, and in its images 8080 is the default.</summary>
    internal static Uri Address(Func<string, string?> environment)
    {
        var url = First(environment("ASPNETCORE_URLS"));
        var port = url is not null && BindingPort(url) is { } bound
            ? bound
            : First(environment("HTTP_PORTS")) ?? First(environment("ASPNETCORE_HTTP_PORTS")) ?? "8080";
        return new Uri($"http://127.0.0.1:{port}/health");
    }

    private static string? First(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();

    // Of http://+:8080 or http://0.0.0.0:8080, which are no addresses to connect to.
    private static string? BindingPort(string url) => url.TrimEnd('/').Split(':') is [_, _, var port] ? port : null;
}
