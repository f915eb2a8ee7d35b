using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Searxng;

namespace LocalAi.AppHost.Tests.Searxng;

public sealed class SearxngSettingsTests
{
    [Fact]
    public void Settings_AnswerJsonOnTopOfTheDefaults() =>
        Assert.Equal(
            """
            use_default_settings: true
            general:
              debug: false
              instance_name: LocalAi search
              contact_url: false
              enable_stats: false
            search:
              safe_search: 0
              autocomplete: ""
              default_lang: ""
              ban_time_on_fail: 5
              max_ban_time_on_fail: 120
              formats: [html, json]
            server:
              limiter: true
              image_proxy: true

            """.ReplaceLineEndings("\n"),
            SearxngSettings.Write(new SearchOptions(), inContainer: true, limited: true));

    [Fact]
    public void OwnSource_IsAllThatIsAsked_AndReachedFromTheContainer()
    {
        var search = new SearchOptions { PublicEngines = false };
        search.Sources["intra\"net"] = new SearchSourceOptions { Url = "http://127.0.0.1:9000/s?q={query}&n=5", Text = "body/text" };

        var settings = SearxngSettings.Write(search, inContainer: true, limited: false);

        Assert.StartsWith("use_default_settings:\n  engines:\n    keep_only: [\"intra\\u0022net\"]\n", settings);
        Assert.EndsWith(
            """
            engines:
              - name: "intra\u0022net"
                engine: json_engine
                shortcut: own0
                categories: general
                disabled: false
                enable_http: true
                timeout: 10.0
                search_url: "http://host.docker.internal:9000/s?q={query}\u0026n=5"
                results_query: "results"
                url_query: "url"
                title_query: "title"
                content_query: "body/text"

            """.ReplaceLineEndings("\n"),
            settings);
    }

    [Fact]
    public void CompleteSettings_ListenOnLoopbackAndHaveNoSecret()
    {
        var settings = SearxngSettings.WriteComplete(new SearchOptions(), 8081);

        Assert.Contains("\n  port: 8081\n  bind_address: 127.0.0.1\n  secret_key: set-by-environment\n", settings);
        Assert.Contains("- { name: wikipedia, engine: wikipedia, shortcut: wp, categories: general }", settings);
        Assert.DoesNotContain("use_default_settings", settings);
    }
}
