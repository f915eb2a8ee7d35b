using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;

namespace LocalAi.Dashboard.Security;

/// <summary>The API's requirement: a key, or the cookie of a person who is logged in.</summary>
internal sealed record ApiRequirement(bool IsOpen) : IAuthorizationRequirement;

internal sealed class ApiRequirementHandler : AuthorizationHandler<ApiRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, ApiRequirement requirement)
    {
        if (requirement.IsOpen || context.User.Identity?.IsAuthenticated == true)
        {
            context.Succeed(requirement);
            return;
        }

        // Asked for here and not in the policy: of two schemes, the cookie's challenge would redirect a tool to a page.
        if (context.Resource is HttpContext http
            && (await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Succeeded)
        {
            context.Succeed(requirement);
        }
    }
}
