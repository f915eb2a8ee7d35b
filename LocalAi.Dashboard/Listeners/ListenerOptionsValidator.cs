using Microsoft.Extensions.Options;

namespace LocalAi.Dashboard.Listeners;

internal sealed class ListenerOptionsValidator : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
    {
        var listeners = options.All().ToArray();
        var problems = listeners
            .Where(listener => ListenerOptions.Parse(listener.Url) is null)
            .Select(listener => $"{listener.Key} must be an http:// address with a port, such as http://localhost:18888, and is '{listener.Url}'.")
            .ToList();
        var shared = listeners.Select(listener => (listener.Key, Address: ListenerOptions.Parse(listener.Url)))
            .Where(listener => listener.Address is { Port: > 0 })
            .GroupBy(listener => listener.Address!.Port)
            .Where(port => port.Select(listener => listener.Key).Distinct().Count() > 1);
        problems.AddRange(shared.Select(port =>
            $"{string.Join(" and ", port.Select(listener => listener.Key))} must have different ports; all have {port.Key}."));
        if (options.FrontendUrls.Length == 0)
        {
            problems.Add($"{ListenerOptions.FrontendKey} must have at least one address.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
