using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Finds the model that a request names, with the errors of Ollama's handlers.</summary>
internal static class ModelLookup
{
    /// <param name="library">The installed models.</param>
    /// <param name="name">As the request has it.</param>
    /// <param name="whenEmpty">The error for a missing name.</param>
    /// <param name="notFound">The text for an unknown model.</param>
    public static SimulatedModel Find(ModelLibrary library, string name, OllamaException whenEmpty, Func<string, string> notFound)
    {
        if (name.Length == 0)
        {
            throw whenEmpty;
        }

        if (ModelName.Normalize(name) is null)
        {
            throw OllamaException.BadRequest("invalid model name");
        }

        return library.Find(name)?.Model ?? throw new OllamaException(StatusCodes.Status404NotFound, notFound(name));
    }

    public static string NotFound(string name) => $"model '{name}' not found";

    public static string TryPulling(string name) => $"model \"{name}\" not found, try pulling it first";

    /// <exception cref="OllamaException">400 when the model cannot what is asked of it.</exception>
    public static void Require(SimulatedModel model, string requestedName, string operation, params IEnumerable<string> capabilities)
    {
        if (!model.Can("completion"))
        {
            throw new OllamaException(StatusCodes.Status400BadRequest, $"\"{requestedName}\" does not support {operation}");
        }

        if (capabilities.FirstOrDefault(capability => !model.Can(capability)) is { } missing)
        {
            throw new OllamaException(StatusCodes.Status400BadRequest, $"{ModelName.Full(model.Name)} does not support {missing}");
        }
    }

    public static void RequireThinking(SimulatedModel model, string requestedName, bool think)
    {
        if (think && !model.Can("thinking"))
        {
            throw new OllamaException(StatusCodes.Status400BadRequest, $"\"{requestedName}\" does not support thinking");
        }
    }

    public static void RequireVision(SimulatedModel model, int images)
    {
        if (images > 0 && !model.Can("vision"))
        {
            throw new OllamaException(StatusCodes.Status400BadRequest, "this model is missing data required for image input");
        }
    }
}
