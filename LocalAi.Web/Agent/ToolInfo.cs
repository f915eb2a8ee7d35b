namespace LocalAi.Web.Agent;

/// <summary>A tool that the agent has. <paramref name="Effect"/> is <c>none</c>, <c>reads</c> or <c>acts</c>.</summary>
public sealed record ToolInfo(string Name, string Group, string? Description, string Effect)
{
    /// <summary>The name within its group.</summary>
    public string ShortName => Name.StartsWith(Group + "_", StringComparison.Ordinal) ? Name[(Group.Length + 1)..] : Name;
}
