namespace LocalAi.Web.Components.Pages.Knowledge;

/// <summary>A file on its way to the agent, in words for the page.</summary>
internal sealed class FileUpload(string name)
{
    /// <summary>Empty when there is nothing left to say: the document is in the list.</summary>
    public string Text { get; private set; } = $"Sending {name}…";

    public string? Problem { get; private set; }

    public void End(string? note) => Text = note ?? "";

    public void Fail(string problem)
    {
        Problem = problem;
        Text = $"{name}: {problem}";
    }
}
