using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents.Tools;

/// <summary>Tells the time: a model knows none.</summary>
internal sealed class TimePlugin(TimeProvider time)
{
    public const string Name = "time";

    [KernelFunction("now")]
    [Description("The current date, time and day of the week.")]
    public string Now(
        [Description("IANA time zone such as Europe/Vienna; left out: the time zone of this machine.")] string? timeZone = null)
    {
        var zone = string.IsNullOrWhiteSpace(timeZone) ? time.LocalTimeZone : TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        return now.ToString("dddd, yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) + $" ({zone.Id})";
    }
}
