# 로그 그룹과 두 태스크의 로그입니다. 마지막 기록은 방금 쓴 것입니다.
aws logs create-log-group --log-group-name /ecs/medusa
aws logs put-retention-policy --log-group-name /ecs/medusa --retention-in-days 30
for task in c2a8e4f6b1d3495e8f7a6b5c4d3e2f10 5b7d2e8c1a9f4c3db0e6f4a2c8d1e9b3; do
  aws logs create-log-stream --log-group-name /ecs/medusa --log-stream-name "medusa/medusa-server/$task"
  aws logs put-log-events --log-group-name /ecs/medusa --log-stream-name "medusa/medusa-server/$task" --log-events "timestamp=$(date +%s)000,message=info:    Starting server" "timestamp=$(date +%s)000,message=info:    Server is ready on port: 9000" > /dev/null
done
