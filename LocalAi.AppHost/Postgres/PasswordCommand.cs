using LocalAi.AppHost.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.AppHost.Postgres;

/// <summary>The command that changes a database password while the stack runs; the dashboard and <c>localai secrets change</c> run it.</summary>
internal static class PasswordCommand
{
    public const string Name = "change-password";

    private const string Restart = "restart";

    /// <summary>The property in which hosts show a parameter's value.</summary>
    private const string Value = "Value";

    /// <summary>Adds the command to the password's own resource.</summary>
    /// <param name="password">The parameter.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="role">The role in the database.</param>
    /// <param name="administrator">Connection string of a role that may change others, as it is at that moment.</param>
    /// <param name="changed">Told the new password when it is in force.</param>
    /// <param name="user">The service that connects with it and is started again; null when none does.</param>
    public static void WithPasswordCommand(
        this IResourceBuilder<ParameterResource> password,
        LocalAiStack stack,
        string role,
        Func<CancellationToken, ValueTask<string?>> administrator,
        Action<string> changed,
        string? user)
    {
        if (stack.IsPublishing)
        {
            return;
        }

        password.WithCommand(
            Name,
            "Change password",
            async context =>
            {
                var secrets = new SecretStore(stack.Options.DataDirectory);
                var parameter = password.Resource.Name;
                if (password.ApplicationBuilder.Configuration[$"Parameters:{parameter}"] is not null || secrets.Find(parameter) is not { } old)
                {
                    return CommandResults.Failure(
                        $"'{parameter}' is not LocalAi's to change: it was set as Parameters:{parameter}, or Aspire keeps it in the user's secrets. Change it there, and in the database.");
                }

                try
                {
                    var fresh = await PasswordChange.ApplyAsync(
                        (await administrator(context.CancellationToken))!, role, old, value => secrets.Change(parameter, value), context.CancellationToken);
                    changed(fresh);
                    await context.ServiceProvider.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(
                        password.Resource, state => state with { Properties = [.. state.Properties.Select(property => property.Name == Value ? property with { Value = fresh } : property)] });
                }
                catch (PasswordChangeException exception)
                {
                    return CommandResults.Failure(exception.Message);
                }

                return user is null
                    ? CommandResults.Success()
                    : await context.ServiceProvider.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(user, Restart, CancellationToken.None);
            },
            new CommandOptions
            {
                Description = $"Gives the role '{role}' a new password in the database and in secrets.json.",
                ConfirmationMessage = user is null ? $"Give the database role '{role}' a new password?" : $"Give the database role '{role}' a new password and restart {user}?",
                IconName = "Key",
            });
    }
}
