"""sign_in.py <url> <username>, the password in BANK_PASSWORD: prints what the bank says of the first account."""

import json
import os
import sys

from redis_bank import AuthenticatedClient, Client
from redis_bank.api.default import (
    get_accounts,
    get_accounts_by_id_totals,
    get_accounts_by_id_transactions,
    post_auth_login,
    post_auth_logout,
)
from redis_bank.models import PostAuthLoginBody, PostAuthLoginBodyMode, Problem

url, username = sys.argv[1:3]


def answered(answer):
    if isinstance(answer, Problem):
        sys.exit(answer.code)
    return answer


body = PostAuthLoginBody(username, os.environ["BANK_PASSWORD"], mode=PostAuthLoginBodyMode.BEARER)
signed_in = answered(post_auth_login.sync(client=Client(url), body=body))
bank = AuthenticatedClient(url, signed_in.token)
account = answered(get_accounts.sync(client=bank)).items[0]
totals = answered(get_accounts_by_id_totals.sync(account.id, client=bank))
entries = answered(get_accounts_by_id_transactions.sync(account.id, client=bank, limit=2))
left = post_auth_logout.sync_detailed(client=bank)

print(
    json.dumps(
        {
            "name": signed_in.user.profile.name,
            "number": account.number,
            "count": totals.count,
            "seqs": [entry.seq for entry in entries.items],
            "left": left.status_code,
        }
    )
)
