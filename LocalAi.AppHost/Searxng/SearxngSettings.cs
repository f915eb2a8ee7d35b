using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.AppHost.Configuration;

namespace LocalAi.AppHost.Searxng;

/// <summary>
/// Writes <c>settings.yml</c>. JSON answers are on: without them the API, which agent, n8n and Open WebUI use, answers 403.
/// Every text is written as a JSON string, which is YAML too, so that no character of a name or address can change the meaning.
/// </summary>
internal static class SearxngSettings
{
    /// <summary>Settings on top of SearXNG's own defaults.</summary>
    /// <param name="search">What is searched.</param>
    /// <param name="inContainer">Whether servers on this machine's loopback interface are reached from a container.</param>
    /// <param name="limited">Whether callers are limited in number; only where strangers reach it.</param>
    public static string Write(SearchOptions search, bool inContainer, bool limited)
    {
        var text = new StringBuilder();
        if (search.PublicEngines)
        {
            text.AppendLine("use_default_settings: true");
        }
        else
        {
            text.AppendLine("use_default_settings:").AppendLine("  engines:")
                .AppendLine(CultureInfo.InvariantCulture, $"    keep_only: [{string.Join(", ", search.Sources.Keys.Order(StringComparer.Ordinal).Select(Text))}]");
        }

        WriteCommon(text, limited, port: null);
        WriteSources(text, search, inContainer);
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>All settings, for searx from Debian, which brings no defaults of its own.</summary>
    /// <param name="search">What is searched.</param>
    /// <param name="port">Where it listens on 127.0.0.1.</param>
    public static string WriteComplete(SearchOptions search, int port)
    {
        var text = new StringBuilder();
        WriteCommon(text, limited: false, port);
        text.AppendLine("ui:")
            .AppendLine("  static_path: /usr/share/python3-searx/static")
            .AppendLine("  templates_path: /usr/share/python3-searx/templates")
            .AppendLine("  default_theme: oscar")
            .AppendLine("  default_locale: \"\"")
            .AppendLine("  theme_args: { oscar_style: logicodev }")
            .AppendLine("outgoing: { request_timeout: 5.0, useragent_suffix: \"\", pool_connections: 100, pool_maxsize: 10 }")
            .AppendLine("locales: { en: English }")
            .AppendLine("doi_resolvers: { doi.org: \"https://doi.org/\" }")
            .AppendLine("default_doi_resolver: doi.org");
        WriteSources(text, search, inContainer: false, search.PublicEngines ? PublicEngines : []);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static readonly (string Name, string Engine, string Shortcut)[] PublicEngines =
    [
        ("wikipedia", "wikipedia", "wp"),
        ("duckduckgo", "duckduckgo", "ddg"),
        ("bing", "bing", "bi"),
        ("github", "github", "gh"),
        ("arxiv", "arxiv", "arx"),
    ];

    private static void WriteCommon(StringBuilder text, bool limited, int? port)
    {
        text.AppendLine("general:")
            .AppendLine("  debug: false")
            .AppendLine("  instance_name: LocalAi search")
            .AppendLine("  contact_url: false")
            .AppendLine("  enable_stats: false")
            .AppendLine("search:")
            .AppendLine("  safe_search: 0")
            .AppendLine("  autocomplete: \"\"")
            .AppendLine("  default_lang: \"\"")
            .AppendLine("  ban_time_on_fail: 5")
            .AppendLine("  max_ban_time_on_fail: 120")
            .AppendLine("  formats: [html, json]")
            .AppendLine("server:")
            .AppendLine(CultureInfo.InvariantCulture, $"  limiter: {(limited ? "true" : "false")}")
            .AppendLine("  image_proxy: true");
        if (port is not null)
        {
            // The secret comes by environment and replaces this one.
            text.AppendLine(CultureInfo.InvariantCulture, $"  port: {port}")
                .AppendLine("  bind_address: 127.0.0.1")
                .AppendLine("  secret_key: set-by-environment")
                .AppendLine("  base_url: false")
                .AppendLine("  http_protocol_version: \"1.1\"")
                .AppendLine("  method: GET")
                .AppendLine("  default_http_headers: { X-Content-Type-Options: nosniff, X-Robots-Tag: \"noindex, nofollow\", Referrer-Policy: no-referrer }");
        }
    }

    private static void WriteSources(StringBuilder text, SearchOptions search, bool inContainer, (string Name, string Engine, string Shortcut)[]? builtIn = null)
    {
        if (search.Sources.Count == 0 && builtIn is null)
        {
            return;
        }

        text.AppendLine("engines:");
        foreach (var (name, engine, shortcut) in builtIn ?? [])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  - {{ name: {name}, engine: {engine}, shortcut: {shortcut}, categories: general }}");
        }

        var number = 0;
        foreach (var (name, source) in search.Sources.OrderBy(source => source.Key, StringComparer.Ordinal))
        {
            var url = inContainer ? Sources.ReachableUrl.FromContainer(source.Url) : source.Url;
            text.AppendLine(CultureInfo.InvariantCulture, $"  - name: {Text(name)}")
                .AppendLine("    engine: json_engine")
                .AppendLine(CultureInfo.InvariantCulture, $"    shortcut: own{number++}")
                .AppendLine("    categories: general")
                .AppendLine("    disabled: false")
                .AppendLine("    enable_http: true")
                .AppendLine("    timeout: 10.0")
                .AppendLine(CultureInfo.InvariantCulture, $"    search_url: {Text(url)}")
                .AppendLine(CultureInfo.InvariantCulture, $"    results_query: {Text(source.Results)}")
                .AppendLine(CultureInfo.InvariantCulture, $"    url_query: {Text(source.Link)}")
                .AppendLine(CultureInfo.InvariantCulture, $"    title_query: {Text(source.Title)}")
                .AppendLine(CultureInfo.InvariantCulture, $"    content_query: {Text(source.Text)}");
        }
    }

    private static string Text(string value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
