"""The nouns: what a Lambda function, a trigger, a finding and a rule are. Imports nothing of ours."""
