"""What an attacker would try. Each test says what it covers, and fails when something of its set is left out."""
