using System.Text;
using System.Text.RegularExpressions;
using Bunit;
using LocalAi.Theme;
using MudBlazor;
using MudBlazor.Services;

namespace LocalAi.Web.Tests.Theme;

public sealed partial class PaletteTests : BunitContext
{
    public PaletteTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    /// <summary>To write the file after a change of the theme: run this test with UPDATE_SNAPSHOTS=1.</summary>
    [Fact]
    public void PaletteCss_EqualsWhatMudBlazorWritesForTheTheme_InLightAndDark()
    {
        var file = Path.Combine(Repository.Root, "LocalAi.Theme", "wwwroot", "palette.css");
        var expected = Css(Declarations(dark: false), Declarations(dark: true));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private List<string> Declarations(bool dark)
    {
        var markup = Render<MudThemeProvider>(parameters => parameters
            .Add(provider => provider.Theme, LocalAiTheme.Theme)
            .Add(provider => provider.IsDarkMode, dark)).Markup;
        return [.. Declaration().Matches(markup).Select(match => $"  {match.Groups[1].Value}: {match.Groups[2].Value};").Distinct()];
    }

    private static string Css(List<string> light, List<string> dark)
    {
        Assert.True(light.Count > 100, "MudThemeProvider wrote fewer declarations than expected.");
        var css = new StringBuilder("/* Written from LocalAiTheme.Theme by PaletteTests: change the theme, not this file. */\n");
        Rule(":root", light.Intersect(dark));
        Rule("html[data-theme='light']", light.Except(dark));
        Rule("html[data-theme='dark']", dark.Except(light));
        return css.ToString();

        void Rule(string selector, IEnumerable<string> declarations) =>
            css.Append(selector).Append(" {\n").AppendJoin('\n', declarations).Append("\n}\n");
    }

    [GeneratedRegex(@"(--mud-[a-z0-9-]+):\s*([^;{}]+?)\s*;")]
    private static partial Regex Declaration();
}
