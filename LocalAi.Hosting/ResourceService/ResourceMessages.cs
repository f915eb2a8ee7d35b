using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.ResourceService;

/// <summary>Snapshots as messages of the protocol.</summary>
internal sealed class ResourceMessages(IServiceProvider services)
{
    public Resource Describe(ResourceEvent @event)
    {
        var snapshot = @event.Snapshot;
        var message = new Resource
        {
            Name = @event.ResourceId,
            Uid = @event.ResourceId,
            DisplayName = @event.Resource.Name,
            ResourceType = snapshot.ResourceType,
            IsHidden = snapshot.IsHidden,
        };
        if (snapshot.State is { } state)
        {
            message.State = state.Text;
            if (state.Style is { } style)
            {
                message.StateStyle = style;
            }
        }

        if (snapshot.IconName is { } icon)
        {
            message.IconName = icon;
            message.IconVariant = Variant(snapshot.IconVariant);
        }

        message.CreatedAt = Time(snapshot.CreationTimeStamp);
        message.StartedAt = Time(snapshot.StartTimeStamp);
        message.StoppedAt = Time(snapshot.StopTimeStamp);
        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(Variable));
        message.Properties.AddRange(snapshot.Properties.Select(Property));
        if (snapshot.ExitCode is { } exitCode)
        {
            message.Properties.Add(Property(new ResourcePropertySnapshot(ResourceProperties.ExitCode, exitCode)));
        }

        message.Urls.AddRange(snapshot.Urls.Select(Link));
        message.Volumes.AddRange(snapshot.Volumes.Select(volume => new Volume
        {
            Source = volume.Source ?? "",
            Target = volume.Target,
            MountType = volume.MountType,
            IsReadOnly = volume.IsReadOnly,
        }));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(Report));
        message.Relationships.AddRange(snapshot.Relationships.Select(relationship =>
            new ResourceRelationship { ResourceName = relationship.ResourceName, Type = relationship.Type }));
        message.Commands.AddRange(@event.Resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => Command(command, snapshot)));
        return message;
    }

    private static EnvironmentVariable Variable(EnvironmentVariableSnapshot variable)
    {
        var message = new EnvironmentVariable { Name = variable.Name, IsFromSpec = variable.IsFromSpec };
        if (variable.Value is { } value)
        {
            message.Value = value;
        }

        return message;
    }

    private static ResourceProperty Property(ResourcePropertySnapshot property) =>
        new() { Name = property.Name, Value = ValueOf(property.Value), IsSensitive = property.IsSensitive };

    private static Url Link(UrlSnapshot url)
    {
        var message = new Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new UrlDisplayProperties { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
        };
        if (url.Name is { } name)
        {
            message.EndpointName = name;
        }

        return message;
    }

    private static HealthReport Report(HealthReportSnapshot report)
    {
        var message = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => HealthStatus.Degraded,
                _ => HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private ResourceCommand Command(ResourceCommandAnnotation command, CustomResourceSnapshot snapshot)
    {
        var message = new ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            IconVariant = Variant(command.IconVariant),
            State = command.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = services }) switch
            {
                Aspire.Hosting.ApplicationModel.ResourceCommandState.Enabled => ResourceCommandState.Enabled,
                Aspire.Hosting.ApplicationModel.ResourceCommandState.Disabled => ResourceCommandState.Disabled,
                _ => ResourceCommandState.Hidden,
            },
        };
        if (command.ConfirmationMessage is { } confirmation)
        {
            message.ConfirmationMessage = confirmation;
        }

        if (command.DisplayDescription is { } description)
        {
            message.DisplayDescription = description;
        }

        if (command.IconName is { } icon)
        {
            message.IconName = icon;
        }

        if (command.Parameter is { } parameter)
        {
            message.Parameter = ValueOf(parameter);
        }

        return message;
    }

    private static IconVariant Variant(Aspire.Hosting.ApplicationModel.IconVariant? variant) =>
        variant == Aspire.Hosting.ApplicationModel.IconVariant.Filled ? IconVariant.Filled : IconVariant.Regular;

    private static Timestamp? Time(DateTime? time) => time is { } known ? Timestamp.FromDateTime(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;

    private static Value ValueOf(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int or long or double or float => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IEnumerable items => Value.ForList([.. items.Cast<object?>().Select(ValueOf)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
