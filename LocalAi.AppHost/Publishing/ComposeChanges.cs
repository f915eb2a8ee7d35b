namespace LocalAi.AppHost.Publishing;

/// <summary>Tells two versions of a compose file apart by their services.</summary>
internal static class ComposeChanges
{
    /// <returns>For example <c>: agent, web</c>; empty where no service has changed.</returns>
    public static string Describe(string before, string after)
    {
        var (old, @new) = (Services(before), Services(after));
        var changes = old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal).Select(name =>
            !@new.TryGetValue(name, out var current) ? $"{name} (gone)"
            : !old.TryGetValue(name, out var previous) ? $"{name} (new)"
            : previous == current ? null
            : name).OfType<string>().ToList();
        return changes.Count == 0 ? "" : $": {string.Join(", ", changes)}";
    }

    // The file is written by us: services are the keys with two spaces before them, below 'services:'.
    private static Dictionary<string, string> Services(string file)
    {
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        string? service = null;
        var inServices = false;
        foreach (var line in file.Split('\n').Where(line => line.Length > 0))
        {
            if (line[0] != ' ')
            {
                (inServices, service) = (line == "services:", null);
            }
            else if (inServices && line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            {
                service = line.Trim().TrimEnd(':');
                services[service] = "";
            }
            else if (service is not null)
            {
                services[service] += line + "\n";
            }
        }

        return services;
    }
}
