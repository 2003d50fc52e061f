"""HTTP: what the house gives away, for operators of finance and admins."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import campaigns, envelopes, promotions
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database, Tx
from kith.kit.web import refuses
from kith.ops.operator import Operator, may
from kith.ops.record import record
from kith.ops.session_routes import READ, SECURITY, WRITE

_MAY = may("finance", "admin")
_CSV = "text/csv; charset=utf-8"

Place = Annotated[int, QueryParameter(ge=0, le=10_000_000, description="`next` of the page before; 0 for the first")]


class Funding(Struct):
    """Money to set aside. The client makes the id."""

    deed_id: UUID
    fen: Annotated[int, Meta(ge=1, le=100_000_000_000)]


async def _record(tx: Tx, operator: Operator, deed: str, campaign_id: campaigns.CampaignId) -> None:
    await record(tx, operator, f"{deed}_campaign", f"campaign/{campaign_id}", now=clock.now())


@get(
    "/ops/promotions",
    operation_id="viewPromotions",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_promotions(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> promotions.Promotions:
    """What is set aside to be given away, and in which budgets it lies."""
    del operator
    async with parts[Database].transaction() as tx:
        return await promotions.view(tx)


@post(
    "/ops/promotions",
    operation_id="fundPromotions",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*WRITE, promotions.FundingDiffers),
)
async def fund_promotions(
    data: JSONBody[Funding], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> promotions.Promotions:
    """Set money of the house aside."""
    async with parts[Database].transaction() as tx:
        await promotions.fund(tx, data.deed_id, data.fen, clock.now())
        facts = {"fen": data.fen}
        await record(tx, operator, "fund_promotions", f"funding/{data.deed_id}", now=clock.now(), facts=facts)
        return await promotions.view(tx)


@get(
    "/ops/campaigns",
    operation_id="listCampaigns",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*READ, BadCursor),
)
async def view_campaigns(
    operator: NamedDependency[Operator], parts: NamedDependency[Parts], *, limit: Limit = 50, after: After = None
) -> Page[campaigns.Campaign]:
    """The campaigns, the newest first."""
    del operator
    async with parts[Database].transaction() as tx:
        return await campaigns.list_campaigns(tx, limit=limit, after=after)


@put(
    "/ops/campaigns/{campaign_id:uuid}",
    operation_id="draftCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(
        *WRITE,
        envelopes.TooManyShares,
        envelopes.ShareTooSmall,
        envelopes.ShareTooLarge,
        envelopes.SharesUneven,
        campaigns.BudgetTooSmall,
        campaigns.OpensTooSoon,
        campaigns.CampaignFixed,
    ),
)
async def draft_campaign(
    campaign_id: FromPath[UUID],
    data: JSONBody[campaigns.CampaignForm],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
) -> campaigns.CampaignView:
    """Write down what a campaign gives, or change that while it is a draft."""
    named, now = campaigns.CampaignId(campaign_id), clock.now()
    async with parts[Database].transaction() as tx:
        await campaigns.draft(tx, parts[envelopes.Policy], named, data, by=operator.name, now=now)
        await _record(tx, operator, "draft", named)
        return await campaigns.show_campaign(tx, named)


@get(
    "/ops/campaigns/{campaign_id:uuid}",
    operation_id="viewCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*READ, campaigns.CampaignNotFound),
)
async def view_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignView:
    """How a campaign stands, and who did what with it."""
    del operator
    async with parts[Database].transaction() as tx:
        return await campaigns.show_campaign(tx, campaigns.CampaignId(campaign_id))


@get(
    "/ops/campaigns/{campaign_id:uuid}/preview",
    operation_id="previewCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*READ, campaigns.CampaignNotFound),
)
async def preview_campaign(
    campaign_id: FromPath[UUID],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    *,
    rows: Limit = 50,
    place: Place = 0,
) -> campaigns.CampaignPreview:
    """Who would get what if the groups were chosen now or, once they are, who gets what."""
    named, policy = campaigns.CampaignId(campaign_id), parts[campaigns.Policy]
    async with parts[Database].transaction() as tx:
        await _record(tx, operator, "preview", named)
        return await campaigns.preview(tx, policy, named, limit=rows, after=place, now=clock.now())


@post(
    "/ops/campaigns/{campaign_id:uuid}/schedule",
    operation_id="scheduleCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, campaigns.CampaignNotFound, campaigns.OpensTooSoon, promotions.PromotionTooSmall),
)
async def schedule_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignView:
    """Cut its budget from what is set aside; from now on it runs by itself."""
    named, policy = campaigns.CampaignId(campaign_id), parts[campaigns.Policy]
    async with parts[Database].transaction() as tx:
        await campaigns.schedule(tx, policy, named, by=operator.name, now=clock.now())
        await _record(tx, operator, "schedule", named)
        return await campaigns.show_campaign(tx, named)


@post(
    "/ops/campaigns/{campaign_id:uuid}/pause",
    operation_id="pauseCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, campaigns.CampaignNotFound, campaigns.CampaignNotRunning),
)
async def pause_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignView:
    """Prepare nothing any more, and let nobody open what was, until it is resumed."""
    named, policy = campaigns.CampaignId(campaign_id), parts[campaigns.Policy]
    async with parts[Database].transaction() as tx:
        await campaigns.pause(tx, policy, named, by=operator.name, now=clock.now())
        await _record(tx, operator, "pause", named)
        return await campaigns.show_campaign(tx, named)


@post(
    "/ops/campaigns/{campaign_id:uuid}/resume",
    operation_id="resumeCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, campaigns.CampaignNotFound, campaigns.CampaignNotRunning),
)
async def resume_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignView:
    """Let it go on where it was held up."""
    named, policy = campaigns.CampaignId(campaign_id), parts[campaigns.Policy]
    async with parts[Database].transaction() as tx:
        await campaigns.resume(tx, policy, named, by=operator.name, now=clock.now())
        await _record(tx, operator, "resume", named)
        return await campaigns.show_campaign(tx, named)


@post(
    "/ops/campaigns/{campaign_id:uuid}/stop",
    operation_id="stopCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, campaigns.CampaignNotFound, campaigns.CampaignNotRunning),
)
async def stop_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignView:
    """End it for good: what nobody took goes back, shares that were taken stay."""
    named, policy = campaigns.CampaignId(campaign_id), parts[campaigns.Policy]
    async with parts[Database].transaction() as tx:
        await campaigns.stop(tx, policy, named, by=operator.name, now=clock.now())
        await _record(tx, operator, "stop", named)
        return await campaigns.show_campaign(tx, named)


@get(
    "/ops/campaigns/{campaign_id:uuid}/report",
    operation_id="reportCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses=refuses(*READ, campaigns.CampaignNotFound),
)
async def report_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> campaigns.CampaignReport:
    """What was given, taken and has gone back, and how fast."""
    del operator
    async with parts[Database].transaction() as tx:
        return await campaigns.report(tx, campaigns.CampaignId(campaign_id))


@get(
    "/ops/campaigns/{campaign_id:uuid}/report.csv",
    operation_id="exportCampaign",
    tags=["campaigns"],
    opt=_MAY,
    security=SECURITY,
    responses={
        200: ResponseSpec(str, generate_examples=False, media_type=_CSV, description="The table."),
        **refuses(*READ, campaigns.CampaignNotFound),
    },
)
async def export_campaign(
    campaign_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> Response[str]:
    """What became of the envelope of each group, as a table."""
    named = campaigns.CampaignId(campaign_id)
    async with parts[Database].transaction() as tx:
        await _record(tx, operator, "export", named)
        table = await campaigns.export_report(tx, named)
    return Response(table, media_type=_CSV, headers={"Content-Disposition": 'attachment; filename="campaign.csv"'})


handlers = [
    view_promotions,
    fund_promotions,
    view_campaigns,
    draft_campaign,
    view_campaign,
    preview_campaign,
    schedule_campaign,
    pause_campaign,
    resume_campaign,
    stop_campaign,
    report_campaign,
    export_campaign,
]
