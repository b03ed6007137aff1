"""Small exports of other systems, with the column names of their documentation."""

from __future__ import annotations

SAMPLES = {
    "salesforce-opportunity": (
        "Id,Name,AccountId,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,Type,OwnerId,"
        "IsClosed,IsWon,Probability,ForecastCategoryName\n"
        "006A1,Harbor rollout,001C1,Closed Won,12500.50,EUR,2026-03-31,2026-01-05T09:00:00.000Z,"
        "New Customer,005U1,true,true,100,Closed\n"
        "006A2,Quay renewal,001C2,Negotiation/Review,900,USD,2026-05-15,2026-02-01 10:30:00,"
        "Existing Customer - Upgrade,005U2,false,false,90,Commit\n"
    ),
    "salesforce-opportunity-partner": (
        "Id,OpportunityId,AccountToId,Role,IsPrimary,CreatedDate,CreatedById\n"
        "00IP1,006A1,001P1,System Integrator,true,2026-01-06T08:00:00.000Z,005U1\n"
        "00IP2,006A2,001P2,VAR/Reseller,false,2026-02-02T08:00:00.000+0000,005U2\n"
    ),
    "salesforce-opportunity-history": (
        "Id,OpportunityId,StageName,Amount,CurrencyIsoCode,CloseDate,Probability,ForecastCategory,"
        "PrevAmount,CreatedDate\n"
        "008H1,006A1,Needs Analysis,10000,EUR,2026-03-01,20,Pipeline,,2026-01-10T09:00:00.000Z\n"
        "008H2,006A1,Closed Won,12500.50,EUR,2026-03-31,100,Closed,10000,2026-03-31T15:00:00.000Z\n"
    ),
    "salesforce-partner": (
        "Id,AccountFromId,AccountToId,OpportunityId,ReversePartnerId,Role,IsPrimary,CreatedDate\n"
        "00I01,001C1,001P1,,00I02,System Integrator,false,2026-01-06T08:00:00.000Z\n"
        "00I02,001P1,001C1,,00I01,Customer,false,2026-01-06T08:00:00.000Z\n"
    ),
    "salesforce-partner-marketing-budget": (
        "Id,Title,ChannelPartnerId,Amount,CurrencyIsoCode,StartDate,EndDate,Type\n"
        "0BM1,Spring budget,001P1,5000,EUR,2026-01-01,2026-03-31,Marketing Funds\n"
        "0BM2,Roadshow,001P2,800,USD,2026-02-10,2026-08-31,Marketing Funds\n"
    ),
    "salesforce-partner-fund-request": (
        "Id,Title,BudgetId,ChannelPartnerId,Activity,RequestedAmount,Amount,CurrencyIsoCode,Status,"
        "CreatedDate,CreatedById,Campaign.StartDate,Campaign.EndDate\n"
        "0FR1,Trade show,0BM1,001P1,event,1200,1000,EUR,Approved,2026-01-12T09:00:00.000Z,005U1,"
        "2026-02-20,2026-02-21\n"
    ),
    "salesforce-partner-fund-claim": (
        "Id,Title,RequestId,ChannelPartnerId,Amount,CurrencyIsoCode,Status,CreatedDate\n"
        "0FC1,Trade show,0FR1,001P1,950.75,EUR,Draft,2026-03-02T09:00:00.000Z\n"
        "0FC2,Trade show,0FR1,001P1,20,EUR,Paid,2026-03-03T09:00:00.000Z\n"
    ),
    "hubspot-deals": (
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Currency,Pipeline,Deal owner,Create Date,"
        "Deal Type,Associated Company\n"
        "9001,Harbor rollout,Closed Won (Sales Pipeline),2026-03-31 10:15,12500.50,EUR,"
        "Sales Pipeline,Mia Vogt,2026-01-05 09:00,New Business,Harbor Systems\n"
        "9002,Quay renewal,contractsent,2026-05-15 12:00,900,USD,default,Jon Lind,2026-02-01 09:00,"
        "existingbusiness,Quay\n"
    ),
    "partnerstack-transactions": (
        "key,customer_key,amount,amount_usd,currency,product_key,category_key,created_at,updated_at\n"
        "tran_1,cus_1,1250050,1350000,EUR,core,annual,1774951200000,1774951200000\n"
        "tran_2,cus_2,900,6,JPY,core,monthly,1767225600000,1767225600000\n"
    ),
    "partnerstack-rewards": (
        "key,partnership.key,offer.key,transaction.key,amount,currency,reward_status,description,"
        "created_at,updated_at\n"
        "rwd_1,part_1,offer_1,tran_1,125005,USD,approved,First sale,1774951200000,1774951200000\n"
        "rwd_2,part_2,offer_1,tran_2,90,USD,declined,,1767225600000,1767225600000\n"
    ),
    "aws-ace-opportunities": (
        "Opportunity ID,Partner CRM Unique ID,Partner Project Title,Customer Company Name,"
        "Customer Website,Country,Stage,Target Close Date,Opportunity Type,"
        "Estimated AWS Monthly Recurring Revenue\n"
        "O1234567,006A1,Harbor rollout,Harbor Systems,harbor.example,Germany,Launched,03/31/2026,"
        "Net New Business,2000\n"
        "O1234568,006A2,Quay renewal,Quay,quay.example,Spain,Closed Lost,05/15/2026,Renewal,100\n"
    ),
    "aws-ace-roles": (
        "Opportunity ID,Partner CRM Unique ID,Customer Company Name,Opportunity Ownership,Stage,"
        "Target Close Date\n"
        "O1234567,006A1,Harbor Systems,AWS Referral,Launched,03/31/2026\n"
        "O1234568,006A2,Quay,Partner Referral,Closed Lost,05/15/2026\n"
    ),
    "microsoft-referrals": (
        "Referral ID,Name,Customer Name,Customer Country,Partner Referral Status,"
        "Partner Referral Substatus,Estimated Deal Value,Currency,Estimated Close Date\n"
        "ref-1,Harbor rollout,Harbor Systems,DE,Closed,Won,12500.50,EUR,3/31/2026\n"
        "ref-2,Quay renewal,Quay,ES,Active,Engaged,900,USD,5/15/2026\n"
    ),
    "microsoft-referral-roles": (
        "id,engagementId,externalReferenceId,status,substatus,createdDateTime,acceptedDateTime,"
        "details.dealValue,details.currency\n"
        "ref-1,eng-1,006A1,Closed,Won,2026-01-05T09:00:00Z,2026-01-06T09:00:00Z,12500.50,EUR\n"
        "ref-2,eng-2,006A2,Active,Engaged,2026-02-01T09:00:00Z,,900,USD\n"
    ),
}
"""One export for each shipped mapping, every row of which it reads."""
