using LocalAi.AgentApi.Errors;
using LocalAi.Hardware.Gguf;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.ModelManagement;

/// <summary>The files a Modelfile may use: GGUF files below one directory.</summary>
internal sealed class AdapterFiles(IOptions<ModelManagementOptions> options)
{
    /// <summary>The full path of a file that a Modelfile names, checked: inside the directory (links followed), there, and a GGUF file.</summary>
    /// <exception cref="InvalidRequestException">It is not.</exception>
    public string Resolve(string instruction, string path)
    {
        var root = options.Value.AdapterPath;
        var full = Path.GetFullPath(path, root);
        if (!IsBelow(root, full))
        {
            throw Modelfile.Invalid($"{instruction} {path} is outside of {root}. Copy the file there");
        }

        if (!File.Exists(full))
        {
            throw Modelfile.Invalid($"{instruction} {path} does not exist in {root}");
        }

        var target = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var realRoot = new DirectoryInfo(root).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root;
        if (!IsBelow(root, target) && !IsBelow(realRoot, target))
        {
            throw Modelfile.Invalid($"{instruction} {path} is a link to a file outside of {root}");
        }

        try
        {
            using var stream = File.OpenRead(full);
            GgufReader.Read(stream);
            return full;
        }
        catch (GgufException error)
        {
            throw Modelfile.Invalid($"{instruction} {path}: {error.Message.TrimEnd('.')}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Modelfile.Invalid($"{instruction} {path} cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    private static bool IsBelow(string root, string path) => path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
