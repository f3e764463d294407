"""The grammar of the AWS CLI: read from an installed CLI (walk), corrected for version 2 (overlay), written as text (text)."""
