using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents;

/// <summary>
/// What the tools of one turn know of it and leave in it: what may be used, and the sources that were found. Tools of a round run at the
/// same time, so it is safe to use from any thread.
/// </summary>
/// <param name="question">The user's own words in this turn.</param>
/// <param name="tools">Names of the tools that may be used; null for all.</param>
/// <param name="collections">Names of the knowledge collections that may be searched; null for all.</param>
internal sealed class TurnContext(string question, IReadOnlyList<string>? tools = null, IReadOnlyList<string>? collections = null)
{
    private const string Key = "localai.turn";
    private const int PassageCharacters = 600;

    private readonly Lock _gate = new();
    private readonly List<Source> _sources = [];
    private readonly List<string> _notes = [];

    public string Question { get; } = question;

    public IReadOnlyList<string>? Collections { get; } = collections;

    /// <summary>What was found so far, in order of its number.</summary>
    public IReadOnlyList<Source> Sources
    {
        get
        {
            lock (_gate)
            {
                return [.. _sources];
            }
        }
    }

    /// <summary>Text from outside is in the conversation: from now on <see cref="ToolGuard"/> looks at each call.</summary>
    public bool Tainted { get; set; }

    /// <summary>What the user should know about how the answer came about.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>The turn that a function is called in, from the kernel that it gets as a parameter.</summary>
    public static TurnContext Of(Kernel kernel) => (TurnContext)kernel.Data[Key]!;

    public void AttachTo(Kernel kernel) => kernel.Data[Key] = this;

    public bool Allows(AgentTool tool) => tools is null || tools.Contains(tool.Name);

    public void Note(string note)
    {
        lock (_gate)
        {
            if (!_notes.Contains(note))
            {
                _notes.Add(note);
            }
        }
    }

    /// <summary>Adds a source, or finds it again by its address and passage.</summary>
    /// <returns>Its number, for the tool's result: models cite it as <c>[number]</c>.</returns>
    public int Cite(string title, string url, string passage, string tool)
    {
        passage = passage.Length <= PassageCharacters ? passage : passage[..PassageCharacters] + "…";
        lock (_gate)
        {
            var known = _sources.Find(source => source.Url == url && source.Passage == passage);
            if (known is null)
            {
                known = new Source(_sources.Count + 1, title, url, passage, tool);
                _sources.Add(known);
            }

            return known.Number;
        }
    }
}
