using System.Runtime.InteropServices;

namespace LocalAi.Hosting.Run.Processes;

/// <summary>The <c>dotnet</c> program that runs this process' runtime, so that children get the same one.</summary>
internal static class DotNetProgram
{
    /// <summary>Full path, or the plain name when the runtime lies in no installation (self-contained).</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var program = System.IO.Path.Combine(root, name);
        return File.Exists(program) ? program : "dotnet";
    }
}
