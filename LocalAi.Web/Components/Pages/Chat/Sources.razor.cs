using System.Globalization;
using LocalAi.Web.Agent;
using LocalAi.Web.Markdown;
using Microsoft.AspNetCore.Components;

namespace LocalAi.Web.Components.Pages.Chat;

/// <summary>What an answer cites; where it cites nothing, what its tools found.</summary>
public sealed partial class Sources : ComponentBase
{
    private IReadOnlyList<Source> _shown = [];
    private bool _cited;

    [Parameter, EditorRequired]
    public required IReadOnlyList<Source> All { get; set; }

    /// <summary>The answer, with its <c>[1]</c>.</summary>
    [Parameter, EditorRequired]
    public required string Answer { get; set; }

    protected override void OnParametersSet()
    {
        var numbers = CitationLinks.Citation().Matches(Answer).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToHashSet();
        var cited = All.Where(source => numbers.Contains(source.Number)).ToList();
        _cited = cited.Count > 0;
        _shown = _cited ? cited : All;
    }
}
